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

/// Has a connection that ends without TLS's own end end like any other: its session can still be resumed.
static inline void copenssl_accept_any_end(SSL *session) {
    SSL_set_options(session, SSL_OP_IGNORE_UNEXPECTED_EOF);
}

/// The last error, if it is that the peer ended TLS with an alert (RFC 8446, section 6); else 0.
static inline unsigned long copenssl_received_alert(void) {
    unsigned long last = ERR_peek_last_error();
    int reason = ERR_GET_REASON(last);
    return reason > SSL_AD_REASON_OFFSET && reason <= SSL_AD_REASON_OFFSET + 255 ? last : 0;
}

#endif
