package org.bubblegram.web;

import jakarta.servlet.DispatcherType;
import java.util.Objects;
import org.bubblegram.access.Caller;
import org.bubblegram.web.Routes.Rule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The filters that stand before every controller, in their order. */
@Configuration(proxyBeanMethods = false)
class GateConfiguration {
    private final SecurityMode mode;
    private final JwtCallers jwt;
    private final AccessProblems problems;

    GateConfiguration(SecurityMode mode, JwtCallers jwt, AccessProblems problems) {
        this.mode = mode;
        this.jwt = jwt;
        this.problems = problems;
    }

    @Bean
    SecurityFilterChain gate(HttpSecurity http, AuditTrail trail, Credentials credentials, CallerLimits limits) {
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(SecurityHeaders::add)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterAfter(trail, SecurityContextHolderFilter.class);
        if (!mode.on()) {
            return open(http);
        }
        if (jwt.configured()) {
            http.oauth2ResourceServer(this::tokens);
        }
        return http.csrf(csrf -> csrf.requireCsrfProtectionMatcher(SessionCookie::needsCsrfToken)
                        .csrfTokenRepository(new CsrfTokens())
                        .csrfTokenRequestHandler(new CsrfTokens.FromHeader()))
                .addFilterBefore(credentials, AnonymousAuthenticationFilter.class)
                .addFilterAfter(limits, AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(GateConfiguration::authorize)
                .build();
    }

    /** To its own machine, whose pages {@link LocalCallers} tells from foreign ones. */
    private static SecurityFilterChain open(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .anonymous(caller -> caller.principal(Caller.LOCAL))
                .authorizeHttpRequests(routes -> routes.anyRequest().permitAll())
                .build();
    }

    private static void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry routes) {
        // such a request was let in when it first came
        routes.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll();
        for (Rule rule : Routes.RULES) {
            require(routes.requestMatchers(matcher(rule)), rule.need());
        }
        require(routes.anyRequest(), Need.PREDICT);
    }

    private static RequestMatcher matcher(Rule rule) {
        PathPatternRequestMatcher.Builder matchers = PathPatternRequestMatcher.withDefaults();
        return rule.method() == null
                ? matchers.matcher(rule.pattern())
                : matchers.matcher(rule.method(), rule.pattern());
    }

    private static void require(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizedUrl route, Need need) {
        switch (need) {
            case NOTHING -> route.permitAll();
            case CREDENTIALS -> route.authenticated();
            case PREDICT, TRAIN, ADMIN ->
                route.hasAuthority(CallerAuthentication.authority(Objects.requireNonNull(need.role())));
        }
    }

    private void tokens(OAuth2ResourceServerConfigurer<HttpSecurity> server) {
        server.jwt(token -> token.decoder(jwt.decoder()).jwtAuthenticationConverter(jwt))
                .bearerTokenResolver(request -> {
                    String bearer = Credentials.bearer(request);
                    return bearer == null || Credentials.isKey(bearer) ? null : bearer;
                })
                .authenticationEntryPoint(problems)
                .accessDeniedHandler(problems)
                .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                    @Override
                    public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                        filter.setAuthenticationFailureHandler(problems);
                        return filter;
                    }
                });
    }
}
