#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Twincell authors
# SPDX-License-Identifier: Apache-2.0
"""Sends an event and reads events back over SOAP, on zeep (Debian: apt-get install python3-zeep).

Connect, SendEvent, QueryEvents, RetrieveQueryResults page by page, EndQuery, Disconnect. When the
primary gateway fails, the backup goes on with the same connection id and result handle.
"""

import argparse
import sys
import uuid

try:
    import requests
    import zeep
    from zeep.transports import Transport
except ImportError as missing:
    sys.exit(f"{missing}; install it for {sys.executable}: apt-get install python3-zeep, or pip install zeep")

BINDING = "{http://imapi.bmc.com/2010/01}ImpactManager"
PATH = "/imws/services/ImpactManager"
TIME_OUT_MILLIS = 10_000
PAGE = 100


class Gateways:
    """The operations of the contract, through the first gateway that answers."""

    def __init__(self, urls):
        self.urls = [url if PATH in url else url.rstrip("/") + PATH for url in urls]
        self.current = 0
        self.client = self._first_wsdl()

    def _first_wsdl(self):
        last = None
        for url in self.urls:
            try:
                transport = Transport(timeout=5, operation_timeout=TIME_OUT_MILLIS / 1000 + 5)
                return zeep.Client(url + "?wsdl", transport=transport)
            except requests.RequestException as error:
                last = error
        raise last

    def call(self, operation, **arguments):
        """A fault is an answer and is raised; a gateway that does not answer is left."""
        for left in range(len(self.urls) - 1, -1, -1):
            service = self.client.create_service(BINDING, self.urls[self.current])
            try:
                return getattr(service, operation)(**arguments)
            except (requests.RequestException, zeep.exceptions.TransportError):
                if left == 0:
                    raise
                self.current = (self.current + 1) % len(self.urls)
                print(f"going on through {self.urls[self.current]}", file=sys.stderr)


def text_slot(name, text):
    return {"name": name, "value": {"string_value": text}, "value_type": "STRING"}


def send(gateways, cell, slots):
    """Sends a new event; the id of our own makes it safe to try again."""
    connection = gateways.call(
        "Connect", userName="", password="", imname=cell, bufferType="BMCII_BUFFER_MODE_DEFAULT")
    message = {
        "NameValue_element": [text_slot(name, value) for name, value in slots.items()],
        "subject": "sample",
    }
    answer = gateways.call(
        "SendEvent", connection=connection, message=message, timeout=TIME_OUT_MILLIS,
        messageClass="EVENT", messageType="MSG_TYPE_NEW_EVENT")
    gateways.call("Disconnect", connection=connection, deleteBuffer=False)
    return answer


def value_of(value):
    """The one choice that is set; lists as Python lists."""
    for name in value:
        chosen = value[name]
        if chosen is None:
            continue
        if name.endswith("Array"):
            return next((chosen[key] for key in chosen), None) or []
        return chosen
    return None


def events(gateways, cell, query):
    """The events that the query finds, each as a dictionary, read page by page."""
    opened = gateways.call("QueryEvents", query=query, imname=cell)
    try:
        first = 1
        while first <= opened.resultCount:
            page = gateways.call(
                "RetrieveQueryResults", retrieveResultHandle=opened.resultHandle,
                startIndex=first, timeout=TIME_OUT_MILLIS, num_of_events=PAGE)
            rows = page.results.NameValueArray_element if page.results else []
            if not rows:
                return
            for row in rows:
                yield {pair.name: value_of(pair.value) for pair in row.NameValue_element}
            first += len(rows)
    finally:
        gateways.call("EndQuery", resultHandle=opened.resultHandle)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("url", help="of the primary gateway, such as http://system1:9080")
    options.add_argument("cell")
    options.add_argument("--backup", help="URL of the backup gateway")
    options.add_argument("--query", default="EVENT")
    options.add_argument("--count", type=int, default=1, help="events to send")
    given = options.parse_args()
    try:
        gateways = Gateways([url for url in (given.url, given.backup) if url])
        for number in range(given.count):
            event_id = send(gateways, given.cell, {
                "mc_ueid": f"py.{uuid.uuid4()}",
                "severity": "INFO",
                "msg": f"a word from Python, number {number}",
            })
            print("sent", event_id)
        found = 0
        for event in events(gateways, given.cell, given.query):
            print(event.get("mc_ueid"), event.get("severity"), event.get("msg"))
            found += 1
        print(found, "events")
    except zeep.exceptions.Fault as fault:
        print("refused:", fault.message, file=sys.stderr)
        return 2
    except requests.RequestException as error:
        print("no gateway answers:", error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
