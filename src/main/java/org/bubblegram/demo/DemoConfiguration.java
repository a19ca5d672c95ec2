package org.bubblegram.demo;

import org.bubblegram.dataset.Datasets;
import org.bubblegram.jobs.Roles;
import org.bubblegram.jobs.TrainingJobs;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.storage.StorageSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DemoSettings.class)
@ConditionalOnProperty(name = "bubblegram.demo.enabled", matchIfMissing = true)
class DemoConfiguration {
    @Bean
    Demo demo(
            Datasets datasets,
            TrainingJobs jobs,
            ModelRegistry models,
            StorageSettings storage,
            DemoSettings settings) {
        return new Demo(datasets, jobs, models, storage.home().resolve("demo"), settings);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> demoStart(Demo demo, Roles roles) {
        return event -> {
            if (!roles.api() || !roles.worker()) { // one of many processes: not the first evening any more
                return;
            }
            String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port", "8080");
            Thread thread = new Thread(() -> demo.run("http://127.0.0.1:" + port), "demo");
            thread.setDaemon(true);
            thread.start();
        };
    }
}
