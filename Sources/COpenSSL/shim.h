// OpenSSL (https://www.openssl.org), the TLS library inside libcurl.
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/ssl.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "squall needs OpenSSL 3.0 or newer: X509_STORE_load_file"
#endif

/// A place for a pointer in each SSL_CTX, or -1.
static inline int copenssl_new_context_index(void) {
    return SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
}

/// Whether the last error is that the peer ended the connection without ending TLS.
static inline int copenssl_is_unexpected_end(void) {
    return ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

#endif
