package org.bubblegram.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.bubblegram.access.Caller;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** What Spring Security refuses, said as everything else is. */
final class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {
    private final HandlerExceptionResolver problems;

    AccessProblems(HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    /** Nobody is known, and somebody is needed. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
        boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null || SessionCookie.of(request) != null;
        answer(request, response, tried ? Unauthenticated.refused() : Unauthenticated.withoutCredentials());
    }

    /** A token is not good. */
    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
        answer(
                request,
                response,
                e instanceof AuthenticationServiceException ? new IssuerUnavailable(e) : Unauthenticated.refused());
    }

    /** Somebody is known, and may not. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) {
        Caller caller = CallerAuthentication.current();
        Need need = Routes.need(HttpMethod.valueOf(request.getMethod()), request.getRequestURI());
        answer(
                request,
                response,
                e instanceof CsrfException || caller == null ? new CsrfTokenInvalid() : new Forbidden(caller, need));
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, RuntimeException problem) {
        problems.resolveException(request, response, null, problem);
    }
}
