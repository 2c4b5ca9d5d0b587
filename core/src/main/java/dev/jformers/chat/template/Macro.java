package dev.jformers.chat.template;

import java.util.List;
import java.util.stream.Collectors;

/** A macro: a function whose value is what its body writes. */
record Macro(String name, List<Parameter> parameters, Node body) implements Node {

    /** What a macro takes, and its value where it is not given. */
    record Parameter(String name, Expression otherwise) {}

    @Override
    public Flow render(Scope scope, Output output) {
        scope.set(name, (Callable) arguments -> call(arguments, scope, output));
        return Flow.ON;
    }

    private Object call(Arguments arguments, Scope scope, Output output) {
        arguments.atMost(
                parameters.size(), parameters.stream().map(Parameter::name).collect(Collectors.toSet()));
        Run run = scope.run();
        int line = run.line();
        run.enterMacro();
        Scope inner = scope.inner();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Object given = arguments.get(i, parameter.name(), new Undefined(parameter.name()));
            inner.set(
                    parameter.name(),
                    given instanceof Undefined ? parameter.otherwise().value(inner) : given);
        }
        String written = Node.written(body, inner, output);
        run.leaveMacro();
        run.at(line);
        return written;
    }
}
