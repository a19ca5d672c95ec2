package org.bubblegram.web;

import jakarta.servlet.MultipartConfigElement;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.catalina.core.StandardHost;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.network.Backbones;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({InferenceSettings.class, UploadSettings.class})
class WebConfiguration {
    @Bean
    WebMvcConfigurer parameters() {
        return new WebMvcConfigurer() {
            @Override
            public void addFormatters(FormatterRegistry registry) {
                ApplicationConversionService.configure(registry);
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new UnknownParameters()).addPathPatterns("/v1/**");
            }
        };
    }

    /** What fails before it reaches any filter still answers as a problem. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsFromTomcat() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(TomcatProblems.class.getName());
            }
        });
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> paceOfBodies(UploadSettings settings) {
        return tomcat -> tomcat.addEngineValves(new BodyPace(settings));
    }

    @Bean
    RequestIds requestIds() {
        return new RequestIds();
    }

    @Bean
    RequestReader requestReader(JsonMapper json, Validator validator) {
        return new RequestReader(json, validator);
    }

    @Bean
    NamedBackbone namedBackbone(Backbones backbones, JsonMapper json) {
        return new NamedBackbone(backbones, json);
    }

    @Bean
    InferenceBody inferenceBody(RequestReader reader) {
        return new InferenceBody(reader);
    }

    @Bean
    InferenceResponse inferenceResponse(JsonMapper json) {
        return new InferenceResponse(json);
    }

    @Bean
    BodyMemory bodyMemory(InferenceSettings settings) {
        return BodyMemory.ofHeap(settings.maxBytes().toBytes());
    }

    @Bean
    Uploads uploads(@Value("${bubblegram.home}") Path home, Clock clock) throws IOException {
        return new Uploads(home.resolve("uploads"), clock);
    }

    /** Boot's own would read a relative folder as one of Tomcat's. */
    @Bean
    MultipartConfigElement multipartConfig(MultipartProperties properties, Uploads uploads) {
        return new MultipartConfigElement(
                uploads.folder().toString(),
                properties.getMaxFileSize().toBytes(),
                properties.getMaxRequestSize().toBytes(),
                (int) properties.getFileSizeThreshold().toBytes());
    }

    @Bean
    EventStreams eventStreams(JsonMapper json) {
        return new EventStreams(json, EventStreams.HEARTBEAT);
    }

    @Bean
    Thumbnails thumbnails(ImageDecoder decoder) {
        return new Thumbnails(decoder);
    }

    @Bean
    PredictionCsv predictionCsv() {
        return new PredictionCsv();
    }

    /** Bins as their labels. */
    @Bean
    JacksonModule binsModule() {
        return new SimpleModule("bins").addSerializer(new StdSerializer<SizeBins>(SizeBins.class) {
            @Override
            public void serialize(SizeBins bins, JsonGenerator out, SerializationContext context) {
                context.writeValue(out, bins.labels());
            }
        });
    }
}
