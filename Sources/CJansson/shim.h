// jansson (https://jansson.readthedocs.io), with a typed function for what it only offers as a macro or a char array.
#ifndef CJANSSON_SHIM_H
#define CJANSSON_SHIM_H

#include <jansson.h>

/// What is wrong, as jansson says it; `error` must outlive the result.
static inline const char *cjansson_error_text(const json_error_t *error) {
    return error->text;
}

#endif
