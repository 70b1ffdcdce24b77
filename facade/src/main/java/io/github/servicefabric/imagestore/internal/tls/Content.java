package io.github.servicefabric.imagestore.internal.tls;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, by its first bytes. Forms are easily mixed up, and the JVM only says that a
 * file is not the one that it was taken for.
 *
 * @param where for messages, which name the place and the form, never the content
 */
record Content(byte[] bytes, Form form, String where) {
  private static final String PEM = "-----BEGIN ";

  /** How base64 spells the start of PEM text. */
  private static final String PEM_AS_BASE64 = "LS0tLS1CRUdJTi";

  private static final int JKS = 0xfeedfeed;
  private static final int JCEKS = 0xcececece;

  /** What there is, and what turns it into what is read. */
  enum Form {
    PEM("PEM text", ""),
    PKCS12("a PKCS#12 store", ""),
    EMPTY("nothing, for it is empty", ""),
    UTF_16("text in UTF-16", "save it as ASCII or UTF-8"),
    BASE64_PEM("PEM text that is encoded as base64 once more", "decode it with: base64 -d"),
    CERTIFICATE(
        "a certificate in DER",
        "turn it into PEM with: openssl x509 -inform DER -in file -out file.pem"),
    KEY(
        "a private key in DER",
        "turn it into PEM with: openssl pkey -inform DER -in file -out file.pem"),
    ENCRYPTED_KEY(
        "an encrypted private key in DER",
        "turn it into PEM with: openssl pkcs8 -topk8 -inform DER -in file -out file.pem"),
    PKCS7(
        "certificates in PKCS#7, which holds no private key",
        "turn it into PEM with: openssl pkcs7 -inform DER -print_certs -in file -out file.pem"),
    KEY_STORE(
        "a JKS or JCEKS key store",
        "turn it into PKCS#12 with: keytool -importkeystore -srckeystore file -destkeystore file.p12"
            + " -deststoretype PKCS12"),
    UNKNOWN("neither PEM nor PKCS#12", "");

    private final String words;
    private final String wayOut;

    Form(String words, String wayOut) {
      this.words = words;
      this.wayOut = wayOut;
    }
  }

  static Content of(Source source) {
    byte[] bytes = source.read();
    String where = source.toString();
    Form form = form(bytes);
    if (form != Form.UNKNOWN) {
      return new Content(bytes, form, where);
    }
    // Azure Key Vault hands out PKCS#12 like this.
    byte[] decoded = base64(text(bytes));
    Form within = decoded == null ? form : form(decoded);
    boolean told = within != Form.UNKNOWN && within != Form.EMPTY;
    return told
        ? new Content(decoded, within, where + " (as base64)")
        : new Content(bytes, form, where);
  }

  private static Form form(byte[] bytes) {
    String text = text(bytes);
    if (text.isBlank()) {
      return Form.EMPTY;
    }
    if (isUtf16(bytes)) {
      return Form.UTF_16;
    }
    if (text.contains(PEM)) {
      return Form.PEM;
    }
    if (text.startsWith(PEM_AS_BASE64)) {
      return Form.BASE64_PEM;
    }
    int magic = bytes.length < 4 ? 0 : new java.math.BigInteger(bytes, 0, 4).intValue();
    if (magic == JKS || magic == JCEKS) {
      return Form.KEY_STORE;
    }
    Der der = Der.of(bytes);
    return der == null || der.tag() != Der.SEQUENCE ? Form.UNKNOWN : form(der);
  }

  private static Form form(Der der) {
    if (der.startsWith(Der.INTEGER, Der.SEQUENCE)) {
      int version = der.children().get(0).number();
      boolean store = version == 3 && der.children().get(1).startsWith(Der.OID);
      return store ? Form.PKCS12 : version == 3 ? Form.UNKNOWN : Form.KEY;
    }
    if (der.startsWith(Der.INTEGER, Der.INTEGER) || der.startsWith(Der.INTEGER, Der.OCTET_STRING)) {
      return Form.KEY;
    }
    if (der.startsWith(Der.SEQUENCE, Der.OCTET_STRING)) {
      return Form.ENCRYPTED_KEY;
    }
    if (der.startsWith(Der.SEQUENCE) && der.children().get(0).startsWith(Der.VERSION)) {
      return Form.CERTIFICATE;
    }
    return der.startsWith(Der.OID, Der.VERSION) ? Form.PKCS7 : Form.UNKNOWN;
  }

  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 4) {
      return false;
    }
    int mark = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    boolean littleEndian = bytes[1] == 0 && bytes[3] == 0 && bytes[0] >= ' ' && bytes[2] >= ' ';
    boolean bigEndian = bytes[0] == 0 && bytes[2] == 0 && bytes[1] >= ' ' && bytes[3] >= ' ';
    return mark == 0xfffe || mark == 0xfeff || littleEndian || bigEndian;
  }

  /** Null for what is none; a byte order mark and quotes, as JSON has them, may be around it. */
  private static byte @Nullable [] base64(String text) {
    String bare = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    bare = bare.strip();
    if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c > 'z' || !(Character.isLetterOrDigit(c) || "+/=\r\n\t ".indexOf(c) >= 0)) {
        return null;
      }
    }
    try {
      return Base64.getMimeDecoder().decode(bare);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  boolean is(Form expected) {
    return form == expected;
  }

  /** The content as text, which PEM is; what is beyond ASCII is no part of it. */
  String text() {
    return text(bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Says that something is not there, what there is instead, and what to do. */
  IllegalArgumentException lacks(String missing, String wayOut) {
    if (form == Form.UNKNOWN) {
      return new IllegalArgumentException(form.words + " in " + where);
    }
    String next = wayOut.isEmpty() ? form.wayOut : wayOut;
    return new IllegalArgumentException(
        missing
            + " in "
            + where
            + ": it holds "
            + form.words
            + (next.isEmpty() ? "" : "; " + next));
  }
}
