package org.bubblegram.web;

import java.util.List;
import org.bubblegram.web.ProblemHandler.Flaw;
import org.springframework.beans.TypeMismatchException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/** The parameters, parts and headers that Spring found wanting, by name. */
final class SpringFlaws {
    private static final String MISSING = "is missing";
    private static final String UNFIT = "does not fit its type";

    private SpringFlaws() {}

    static List<Flaw> of(Exception e) {
        if (e instanceof MissingServletRequestPartException missing) {
            return one(missing.getRequestPartName(), MISSING);
        }
        if (e instanceof MissingServletRequestParameterException missing) {
            return one(missing.getParameterName(), MISSING);
        }
        if (e instanceof MethodArgumentTypeMismatchException unfit) {
            return one(unfit.getName(), unfit(unfit));
        }
        if (e instanceof MethodArgumentNotValidException invalid) {
            return invalid.getFieldErrors().stream().map(SpringFlaws::flaw).toList();
        }
        if (e instanceof HandlerMethodValidationException invalid) {
            return invalid.getParameterValidationResults().stream()
                    .flatMap(result -> flaws(result).stream())
                    .toList();
        }
        return List.of();
    }

    private static List<Flaw> one(String field, String message) {
        return List.of(new Flaw(field, null, message));
    }

    private static String unfit(TypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        return type != null && type.isEnum() ? Misfit.oneOf(type) : UNFIT;
    }

    private static Flaw flaw(FieldError error) {
        String message = error.contains(TypeMismatchException.class)
                ? unfit(error.unwrap(TypeMismatchException.class))
                : String.valueOf(error.getDefaultMessage());
        return new Flaw(error.getField(), null, message);
    }

    private static List<Flaw> flaws(ParameterValidationResult result) {
        RequestHeader header = result.getMethodParameter().getParameterAnnotation(RequestHeader.class);
        String name =
                header == null ? String.valueOf(result.getMethodParameter().getParameterName()) : header.name();
        return result.getResolvableErrors().stream()
                .map(error -> new Flaw(name, null, String.valueOf(error.getDefaultMessage())))
                .toList();
    }
}
