/** Texts as commands read and write them: from the command line, from standard input, and in the rows of files. */
@NullMarked
package dev.jformers.cli.text;

import org.jspecify.annotations.NullMarked;
