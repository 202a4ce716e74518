package dev.onsale.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * This test needs a program that the machine may lack. Then it is left out, and one line says so; with {@code -Dexternal=required}, as
 * the continuous build has it, it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
public @interface Needs {
    External value();

    /** Decides at run time. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            ConditionEvaluationResult result = context.getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class))
                    .map(needs -> evaluate(
                            context.getDisplayName(),
                            needs.value(),
                            needs.value().isInstalled(),
                            "required".equals(System.getProperty("external"))))
                    .orElse(ConditionEvaluationResult.enabled("needs nothing"));
            if (result.isDisabled()) {
                System.out.println("LEFT OUT: " + result.getReason().orElse(""));
            }
            return result;
        }

        static ConditionEvaluationResult evaluate(String test, External program, boolean installed, boolean required) {
            if (installed) {
                return ConditionEvaluationResult.enabled(program + " is installed");
            }
            String reason = test + " needs " + program + ", which is not installed";
            if (required) {
                throw new IllegalStateException(reason + ", and -Dexternal=required wants every test to run");
            }
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
