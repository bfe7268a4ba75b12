// OpenSSL (https://www.openssl.org), the TLS library inside libcurl.
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/ssl.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "squall needs OpenSSL 3.0 or newer: X509_STORE_load_file"
#endif

#endif
