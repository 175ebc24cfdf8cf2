// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.twincell.client.ImpactClient;
import org.twincell.imapi.Contract;
import org.twincell.time.TimeSource;

/**
 * The Java of README.md, in a program that a reader would put around it: compiled with nothing but
 * the SDK on the class path.
 */
final class SdkSnippet {
  private static final String BEFORE =
      """
      import org.twincell.client.*;
      public class Snippet {
        public static void main(String[] arguments) throws Exception {
      """;

  private final Path classes;

  private SdkSnippet(Path classes) {
    this.classes = classes;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /**
   * @throws IllegalStateException with what the compiler says
   */
  static SdkSnippet compile(String snippet, Path classes) throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options = List.of("-d", classes.toString(), "-cp", sdk(), "-proc:none");
    JavaCompiler.CompilationTask task =
        compiler.getTask(
            said, null, null, options, null, List.of(new Source(BEFORE + snippet + "}}")));
    if (!task.call()) throw new IllegalStateException(said + "\nin\n" + snippet);
    return new SdkSnippet(classes);
  }

  private static String sdk() {
    return Stream.of(ImpactClient.class, Contract.class, TimeSource.class)
        .map(SdkSnippet::place)
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  void run() throws Exception {
    URL[] urls = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ImpactClient.class.getClassLoader())) {
      loader
          .loadClass("Snippet")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) throw cause;
      throw e;
    }
  }
}
