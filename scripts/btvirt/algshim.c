// Preloaded into btvirt. Stands in for the kernel's AF_ALG "ecb(aes)" socket, without which btvirt makes no LE controller,
// and sends to clients without MSG_DONTWAIT (a full socket would drop HCI packets silently) and without SIGPIPE.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { FAMILY_ALG = 38, LEVEL_ALG = 279, SET_KEY = 1, BLOCK = 16, MAX_FD = 1024 };

static struct {
  char used;
  unsigned char key[BLOCK], out[BLOCK];
} alg[MAX_FD];

static int ours(int fd) { return fd >= 0 && fd < MAX_FD && alg[fd].used; }

// A descriptor of its own keeps the numbers apart from those of real sockets.
static int fresh(void) {
  int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (fd >= MAX_FD) {
    (NEXT(close))(fd);
    errno = EMFILE;
    return -1;
  }
  if (fd >= 0) {
    memset(&alg[fd], 0, sizeof alg[fd]);
    alg[fd].used = 1;
  }
  return fd;
}

int socket(int domain, int type, int protocol) {
  return domain == FAMILY_ALG ? fresh() : (NEXT(socket))(domain, type, protocol);
}

int bind(int fd, const struct sockaddr *address, socklen_t length) {
  return ours(fd) ? 0 : (NEXT(bind))(fd, address, length);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length) {
  if (!ours(fd)) return (NEXT(setsockopt))(fd, level, name, value, length);
  if (level == LEVEL_ALG && name == SET_KEY && length == BLOCK) memcpy(alg[fd].key, value, BLOCK);
  return 0;
}

int accept(int fd, struct sockaddr *address, socklen_t *length) {
  if (!ours(fd)) return (NEXT(accept))(fd, address, length);
  int operation = fresh();
  if (ours(operation)) memcpy(alg[operation].key, alg[fd].key, BLOCK);
  return operation;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  if (!ours(fd)) return (NEXT(sendmsg))(fd, message, (flags & ~MSG_DONTWAIT) | MSG_NOSIGNAL);
  int written = 0;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int good = context != NULL && message->msg_iovlen > 0 && message->msg_iov[0].iov_len >= BLOCK &&
             EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, alg[fd].key, NULL) == 1 &&
             EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
             EVP_EncryptUpdate(context, alg[fd].out, &written, message->msg_iov[0].iov_base, BLOCK) == 1;
  EVP_CIPHER_CTX_free(context);
  if (!good) {
    errno = EINVAL;
    return -1;
  }
  return (ssize_t)message->msg_iov[0].iov_len;
}

ssize_t read(int fd, void *buffer, size_t size) {
  if (!ours(fd)) return (NEXT(read))(fd, buffer, size);
  size_t given = size < BLOCK ? size : BLOCK;
  memcpy(buffer, alg[fd].out, given);
  return (ssize_t)given;
}

int close(int fd) {
  if (ours(fd)) alg[fd].used = 0;
  return (NEXT(close))(fd);
}
