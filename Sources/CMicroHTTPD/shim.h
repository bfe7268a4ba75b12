// libmicrohttpd (https://www.gnu.org/software/libmicrohttpd), with typed functions for its variadic calls.
#ifndef CMICROHTTPD_SHIM_H
#define CMICROHTTPD_SHIM_H

#include <microhttpd.h>

/// What cmicrohttpd_start needs to know; `key` and `certificate` are PEM texts, or NULL for plain HTTP.
typedef struct {
    unsigned int connection_limit;
    unsigned int idle_seconds;
    size_t connection_memory;
    const char *key;
    const char *certificate;
    void *context;
    MHD_AccessHandlerCallback handler;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
} cmicrohttpd_settings;

/// Starts an epoll thread that serves the connections which MHD_add_connection gives it; NULL when libmicrohttpd refuses
/// the settings.
static inline struct MHD_Daemon *cmicrohttpd_start(const cmicrohttpd_settings *s) {
    struct MHD_OptionItem more[] = {
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME
        | MHD_USE_TURBO;
    if (s->key) {
        flags |= MHD_USE_TLS;
        more[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)s->key};
        more[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)s->certificate};
    }
    return MHD_start_daemon(
        flags, 0, NULL, NULL, s->handler, s->context,
        MHD_OPTION_CONNECTION_LIMIT, s->connection_limit,
        MHD_OPTION_CONNECTION_TIMEOUT, s->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->connection_memory,
        MHD_OPTION_NOTIFY_COMPLETED, s->completed, s->context,
        MHD_OPTION_NOTIFY_CONNECTION, s->connection, s->context,
        MHD_OPTION_ARRAY, more,
        MHD_OPTION_END);
}

/// What the connection callback stored for this connection.
static inline void *cmicrohttpd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

#endif
