package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another socket whose output is gathered: OkHttp writes a body by 8 KiB, which costs a fifth more
 * of the CPU than writing it by 64. Whatever is smaller goes out at once, and what was gathered
 * does when it is flushed, which OkHttp does at the end of each request.
 */
final class GatheringSocket extends Socket {
  private final Socket socket;
  private final Gathered output = new Gathered();

  GatheringSocket(Socket socket) {
    this.socket = socket;
  }

  /** Written to by one thread at a time. */
  private final class Gathered extends OutputStream {
    private static final int MOST = 64 * 1024;

    /** As large as the pieces that OkHttp writes of a body. */
    private static final int SEGMENT = 8 * 1024;

    /** Outside the heap, which spares a copy; made for the first body, for most have none. */
    private @Nullable ByteBuffer gathered;

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      boolean isEmpty = gathered == null || gathered.position() == 0;
      if (isEmpty && (count < SEGMENT || count >= MOST)) {
        socket.getOutputStream().write(bytes, from, count);
        return;
      }
      if (gathered == null) {
        gathered = ByteBuffer.allocateDirect(MOST);
      }
      int left = count;
      while (left > 0) {
        int taken = Math.min(left, gathered.remaining());
        gathered.put(bytes, from + count - left, taken);
        left -= taken;
        if (!gathered.hasRemaining()) {
          flush();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      if (gathered == null || gathered.position() == 0) {
        return;
      }
      gathered.flip();
      try {
        while (gathered.hasRemaining()) {
          socket.getChannel().write(gathered);
        }
      } finally {
        gathered.clear();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    // It says what is wrong with the socket.
    socket.getOutputStream();
    return output;
  }

  @Override
  public void connect(SocketAddress address) throws IOException {
    socket.connect(address);
  }

  @Override
  public void connect(SocketAddress address, int millis) throws IOException {
    socket.connect(address, millis);
  }

  @Override
  public void bind(SocketAddress address) throws IOException {
    socket.bind(address);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public SocketChannel getChannel() {
    return socket.getChannel();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return socket.getTcpNoDelay();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    socket.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return socket.getKeepAlive();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    socket.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return socket.getSoLinger();
  }

  @Override
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
    socket.setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return socket.getOption(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return socket.supportedOptions();
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
