package org.bubblegram.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether an empty store gets a demo
 * @param images how many pictures to render
 * @param inputSize side of the network's input in pixels
 */
@ConfigurationProperties("bubblegram.demo")
record DemoSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("240") int images,
        @DefaultValue("160") int inputSize) {}
