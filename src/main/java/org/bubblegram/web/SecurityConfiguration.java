package org.bubblegram.web;

import java.time.Clock;
import org.bubblegram.access.AccessSettings;
import org.bubblegram.access.ApiKeys;
import org.bubblegram.access.AuditLog;
import org.bubblegram.access.RateLimits;
import org.bubblegram.jobs.Roles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Who is let in, and what each part of the filter chain is made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JwtSettings.class)
class SecurityConfiguration {
    private final HandlerExceptionResolver problems;

    /** @param problems lazy, for filters are made before what answers for them */
    SecurityConfiguration(@Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Bean
    SecurityMode securityMode(AccessSettings settings, JwtSettings jwt, ApiKeys keys) {
        return SecurityMode.of(settings, jwt, keys);
    }

    @Bean
    LoopbackGuard loopbackGuard(ServerProperties server, Environment environment, SecurityMode mode) {
        return new LoopbackGuard(server, environment, mode);
    }

    @Bean
    LocalCallers localCallers(SecurityMode mode) {
        return new LocalCallers(problems, mode);
    }

    @Bean
    WorkerGate workerGate(Roles roles) {
        return new WorkerGate(roles, problems);
    }

    @Bean
    AccessProblems accessProblems() {
        return new AccessProblems(problems);
    }

    @Bean
    @FilterRegistration(enabled = false)
    AuditTrail auditTrail(AuditLog log) {
        return new AuditTrail(log);
    }

    @Bean
    @FilterRegistration(enabled = false)
    Credentials credentials(ApiKeys keys) {
        return new Credentials(keys, problems);
    }

    @Bean
    @FilterRegistration(enabled = false)
    CallerLimits callerLimits(RateLimits rates, AccessSettings settings) {
        return new CallerLimits(rates, settings, problems);
    }

    @Bean
    JwtCallers jwtCallers(JwtSettings settings, Clock clock) {
        return new JwtCallers(settings, clock);
    }

    /** Spring Boot would make a user with a password, if nobody said that there are none. */
    @Bean
    UserDetailsService noPasswords() {
        return name -> {
            throw new UsernameNotFoundException("there are no passwords");
        };
    }
}
