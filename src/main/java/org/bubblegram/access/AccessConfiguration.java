package org.bubblegram.access;

import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
class AccessConfiguration {
    @Bean
    Sessions sessions(JdbcClient jdbc, AccessSettings settings, Clock clock) {
        return new Sessions(jdbc, settings, new SecureRandom(), clock);
    }

    @Bean
    ApiKeyTable apiKeyTable(JdbcClient jdbc, TransactionOperations transaction) {
        return new ApiKeyTable(jdbc, transaction);
    }

    @Bean
    ApiKeys apiKeys(ApiKeyTable table, Sessions sessions, AccessSettings settings, Clock clock) {
        ApiKeys keys = new ApiKeys(table, sessions, settings, new SecureRandom(), clock);
        BootstrapKey.of(settings).forEach(keys::admit);
        return keys;
    }

    @Bean
    RateLimits rateLimits(Clock clock) {
        return new RateLimits(clock);
    }

    @Bean
    AuditLog auditLog(JdbcClient jdbc, AccessSettings settings, Clock clock) {
        return new AuditLog(jdbc, settings.auditRetention(), clock);
    }
}
