package dev.jformers.generation.constraint;

import java.util.List;

/** What texts are made of. */
sealed interface Expression {

    /** The text without a character. */
    Expression EMPTY = new Sequence(List.of());

    /**
     * @param next the node behind the text
     * @return the node that begins it
     */
    int addTo(Assembler assembler, int next);

    /** Exactly this text. */
    static Expression text(String text) {
        return new Sequence(text.codePoints()
                .<Expression>mapToObj(character -> new Characters(CodePoints.of(character)))
                .toList());
    }

    static Expression sequence(Expression... parts) {
        return new Sequence(List.of(parts));
    }

    static Expression choice(Expression... options) {
        return new Choice(List.of(options));
    }

    static Expression optional(Expression item) {
        return repeated(item, 0, 1);
    }

    static Expression repeated(Expression item, int least, int most) {
        return new Repetition(item, EMPTY, least, most);
    }

    /** One character of these. */
    record Characters(CodePoints characters) implements Expression {

        @Override
        public int addTo(Assembler assembler, int next) {
            return assembler.characters(characters, next);
        }
    }

    /** One part behind the other. */
    record Sequence(List<Expression> parts) implements Expression {

        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public int addTo(Assembler assembler, int next) {
            int begin = next;
            for (int i = parts.size() - 1; i >= 0; i--) {
                begin = parts.get(i).addTo(assembler, begin);
            }
            return begin;
        }
    }

    /** Any one of these. */
    record Choice(List<Expression> options) implements Expression {

        public Choice {
            options = List.copyOf(options);
        }

        @Override
        public int addTo(Assembler assembler, int next) {
            return assembler.split(options.stream()
                    .map(option -> option.addTo(assembler, next))
                    .toList());
        }
    }

    /**
     * A text several times.
     *
     * @param separator stands between two of them
     * @param least how often at least
     * @param most how often at most; {@code Integer.MAX_VALUE} for any number
     */
    record Repetition(Expression item, Expression separator, int least, int most) implements Expression {

        @Override
        public int addTo(Assembler assembler, int next) {
            if (most == 0) {
                return next;
            }
            int first = most == Integer.MAX_VALUE ? unbounded(assembler, next) : bounded(assembler, next);
            return least == 0 ? assembler.split(List.of(first, next)) : first;
        }

        private int unbounded(Assembler assembler, int next) {
            int behind = assembler.reserve();
            int begin = item.addTo(assembler, behind);
            assembler.fill(behind, List.of(separator.addTo(assembler, begin), next));
            for (int times = 1; times < least; times++) {
                begin = item.addTo(assembler, separator.addTo(assembler, begin));
            }
            return begin;
        }

        private int bounded(Assembler assembler, int next) {
            int begin = item.addTo(assembler, next);
            for (int times = most - 1; times > 0; times--) {
                int more = separator.addTo(assembler, begin);
                begin = item.addTo(assembler, times < least ? more : assembler.split(List.of(more, next)));
            }
            return begin;
        }
    }

    /**
     * Texts in their order, of which some may be left out.
     *
     * @param separator stands between two of them
     */
    record Members(List<Member> members, Expression separator) implements Expression {

        public Members {
            members = List.copyOf(members);
        }

        @Override
        public int addTo(Assembler assembler, int next) {
            int behindAnother = next;
            int first = next;
            for (int i = members.size() - 1; i >= 0; i--) {
                int begin = members.get(i).value().addTo(assembler, behindAnother);
                int separated = separator.addTo(assembler, begin);
                boolean required = members.get(i).required();
                first = required ? begin : assembler.split(List.of(begin, first));
                behindAnother = required ? separated : assembler.split(List.of(separated, behindAnother));
            }
            return first;
        }
    }

    /** One of several texts. */
    record Member(Expression value, boolean required) {}

    /**
     * What a rule says, which may call itself.
     *
     * @param rule its name
     */
    record Call(String rule) implements Expression {

        @Override
        public int addTo(Assembler assembler, int next) {
            return assembler.call(rule, next);
        }
    }
}
