package io.github.servicefabric.imagestore;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the little DER that the JVM itself does not write. */
final class Asn1 {
  private static final byte[] DATA = oid("06092a864886f70d010701");
  private static final byte[] KEY_BAG = oid("060b2a864886f70d010c0a0101");

  private Asn1() {}

  static byte[] oid(String hex) {
    return java.util.HexFormat.of().parseHex(hex);
  }

  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    if (value.size() < 128) {
      whole.write(value.size());
    } else {
      whole.write(0x82);
      whole.write(value.size() >> 8);
      whole.write(value.size());
    }
    whole.writeBytes(value.toByteArray());
    return whole.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return of(0x30, parts);
  }

  static byte[] octets(byte[]... parts) {
    return of(0x04, parts);
  }

  static byte[] number(int value) {
    return of(0x02, BigInteger.valueOf(value).toByteArray());
  }

  private static byte[] data(byte[] content) {
    return sequence(DATA, of(0xa0, octets(content)));
  }

  /** A PKCS#12 store whose key is not encrypted, without a MAC, as some tools write it. */
  static byte[] storeInTheClear(byte[] pkcs8) {
    byte[] bag = sequence(sequence(KEY_BAG, of(0xa0, pkcs8)));
    return sequence(number(3), data(sequence(data(bag))));
  }

  /** A private key in PKCS#8, encrypted with a key of scrypt. */
  static byte[] scryptKey() {
    byte[] scrypt = sequence(oid("06092b06010401da47040b"), sequence());
    byte[] cipher = sequence(oid("0609608648016503040102"), octets(new byte[16]));
    byte[] family = sequence(oid("06092a864886f70d01050d"), sequence(scrypt, cipher));
    return sequence(family, octets(new byte[32]));
  }
}
