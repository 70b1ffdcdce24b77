package io.github.servicefabric.imagestore.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/**
 * A connection on which a server works for minutes is quiet, and must not be forgotten for that.
 */
class ChannelSocketsTest {
  @Test
  void aConnectionGivesASignOfLifeEveryMinuteWhereTheSystemCan() throws IOException {
    OkHttpClient given = new OkHttpClient();
    try (HttpStack stack = HttpStack.on(given, new SystemTiming(), null, null, Runnable::run);
        Socket socket = stack.http().socketFactory().createSocket()) {
      SocketChannel channel = socket.getChannel();
      assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      assumeThat(channel.supportedOptions()).contains(ExtendedSocketOptions.TCP_KEEPIDLE);
      assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(60);
      assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(60);
    }
  }
}
