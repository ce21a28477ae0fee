/* The inner loops of matching.
 *
 * They see bytes and numbers side by side and nothing of Python; `library.py` loads
 * them, and they run without the interpreter's lock, so that threads share the work.
 * What one file uses of another stands above it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

typedef struct {
    const uint8_t *at;
    int64_t size;
} Bytes;

#include "texts.h"

#include "grams.h"

#include "likeness.h"

#include "table.h"

#include "promise.h"

#include "misspelled.h"

#include "first_look.h"

#include "words.h"

#include "likened.h"

#include "slips.h"

#include "replace.h"

#include "tokens.h"
