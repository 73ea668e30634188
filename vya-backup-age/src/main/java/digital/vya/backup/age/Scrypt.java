package digital.vya.backup.age;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * scrypt (RFC 7914) with r = 8 and p = 1: makes keys of passphrases, slowly. Its memory lies
 * outside the heap, which is small, and is used again; one derivation at a time is under way.
 */
final class Scrypt {

  private static final int R = 8;
  private static final int WORDS = 32 * R;

  private static WeakReference<@Nullable IntBuffer> used = new WeakReference<>(null);

  private Scrypt() {}

  /**
   * A key.
   *
   * @param logRounds the binary logarithm of the rounds; each takes 1 KiB of memory meanwhile
   */
  static synchronized byte[] derive(byte[] words, byte[] salt, int logRounds, int length)
      throws GeneralSecurityException {
    byte[] block = pbkdf2(words, salt, WORDS * Integer.BYTES);
    int[] mixed = new int[WORDS];
    littleEndian(block).get(mixed);
    mix(mixed, 1 << logRounds);
    littleEndian(block).put(mixed);
    return pbkdf2(words, block, length);
  }

  private static void mix(int[] x, int rounds) {
    IntBuffer memory = memory(rounds * WORDS);
    int[] y = new int[WORDS];
    for (int i = 0; i < rounds; i++) {
      memory.put(i * WORDS, x);
      mixBlock(x, y);
    }
    int[] other = new int[WORDS];
    for (int i = 0; i < rounds; i++) {
      int j = x[WORDS - 16] & (rounds - 1);
      memory.get(j * WORDS, other);
      for (int k = 0; k < WORDS; k++) {
        x[k] ^= other[k];
      }
      mixBlock(x, y);
    }
  }

  private static IntBuffer memory(int words) {
    IntBuffer there = used.get();
    if (there == null || there.capacity() < words) {
      there = allocate(words);
      used = new WeakReference<>(there);
    }
    return there;
  }

  private static IntBuffer allocate(int words) {
    try {
      return ByteBuffer.allocateDirect(words * Integer.BYTES)
          .order(ByteOrder.nativeOrder())
          .asIntBuffer();
    } catch (OutOfMemoryError e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "a passphrase of age takes %d MiB of memory outside the heap, and there is not as much;"
                  .formatted(words >> 18)
              + " allow it with -XX:MaxDirectMemorySize, or encrypt to keys",
          e);
    }
  }

  /** BlockMix: 16 words after the other through Salsa20/8, then the even ones before the odd. */
  private static void mixBlock(int[] x, int[] y) {
    int[] last = Arrays.copyOfRange(x, WORDS - 16, WORDS);
    for (int i = 0; i < 2 * R; i++) {
      for (int k = 0; k < 16; k++) {
        last[k] ^= x[i * 16 + k];
      }
      salsa(last);
      System.arraycopy(last, 0, y, (i / 2 + (i % 2) * R) * 16, 16);
    }
    System.arraycopy(y, 0, x, 0, WORDS);
  }

  private static void salsa(int[] block) {
    int[] x = block.clone();
    for (int round = 0; round < 8; round += 2) {
      quarter(x, 0, 4, 8, 12);
      quarter(x, 5, 9, 13, 1);
      quarter(x, 10, 14, 2, 6);
      quarter(x, 15, 3, 7, 11);
      quarter(x, 0, 1, 2, 3);
      quarter(x, 5, 6, 7, 4);
      quarter(x, 10, 11, 8, 9);
      quarter(x, 15, 12, 13, 14);
    }
    for (int i = 0; i < 16; i++) {
      block[i] += x[i];
    }
  }

  private static void quarter(int[] x, int a, int b, int c, int d) {
    x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
    x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
    x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
    x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
  }

  /** PBKDF2 with HMAC-SHA-256 and one iteration. */
  private static byte[] pbkdf2(byte[] words, byte[] salt, int length)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(words, "HmacSHA256"));
    var key = ByteBuffer.allocate((length + 31) / 32 * 32);
    for (int block = 1; key.hasRemaining(); block++) {
      mac.update(salt);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, block));
      key.put(mac.doFinal());
    }
    return Arrays.copyOf(key.array(), length);
  }

  private static IntBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  }
}
