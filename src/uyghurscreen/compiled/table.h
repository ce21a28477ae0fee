/* What is known of many texts, by their hash. */

/* A set of hashes with bits each: `mask + 1` slots, an unused one is nought. Most texts
 * that are asked for are not there, and `filter`, one bit for each hash, tells so of
 * nearly all of them; unlike the slots it stays in the cache. */
typedef struct {
    const uint64_t *slots;
    const uint16_t *values;
    uint64_t mask;
    const uint64_t *filter;
    uint64_t filter_mask;
} Table;

static uint64_t bytes_at(const uint8_t *at, int64_t size) {
    uint64_t bytes = 0;
    memcpy(&bytes, at, size);
    return bytes;
}

static uint64_t hash_of(const uint8_t *text, int64_t size) {
    uint64_t code = 0xCBF29CE484222325ull ^ (uint64_t)size;
    int64_t at = 0;
    for (; at + 8 <= size; at += 8) {
        code = (code ^ bytes_at(text + at, 8)) * 0x9E3779B97F4A7C15ull;
        code ^= code >> 32;
    }
    uint64_t rest = 0;
    for (; at < size; at++) rest = rest << 8 | text[at];
    code = (code ^ rest) * 0x9E3779B97F4A7C15ull;
    code ^= code >> 29;
    code *= 0xBF58476D1CE4E5B9ull;
    code ^= code >> 32;
    return code ? code : 1;
}

static uint64_t slot_of(const uint64_t *slots, uint64_t mask, uint64_t code) {
    uint64_t slot = code & mask;
    while (slots[slot] && slots[slot] != code) slot = (slot + 1) & mask;
    return slot;
}

/* Put texts into a table of all noughts, large enough. */
EXPORT void fill(uint64_t *slots, uint16_t *values, uint64_t mask, uint64_t *filter,
                 uint64_t filter_mask, const uint8_t *data, const int64_t *starts,
                 int64_t texts, const uint16_t *of) {
    for (int64_t i = 0; i < texts; i++) {
        const uint64_t code = hash_of(data + starts[i], starts[i + 1] - starts[i]);
        const uint64_t slot = slot_of(slots, mask, code);
        const uint64_t bit = code >> 32 & filter_mask;
        slots[slot] = code;
        values[slot] |= of[i];
        filter[bit >> 6] |= 1ull << (bit & 63);
    }
}

/* The hash of every text. */
EXPORT void hashes(const uint8_t *data, const int64_t *starts, int64_t texts,
                   uint64_t *made) {
    for (int64_t i = 0; i < texts; i++)
        made[i] = hash_of(data + starts[i], starts[i + 1] - starts[i]);
}

/* What a table says of a text, nought if it is not there. */
static uint16_t in(const Table *table, const uint8_t *text, int64_t size) {
    const uint64_t code = hash_of(text, size), bit = code >> 32 & table->filter_mask;
    if (!(table->filter[bit >> 6] >> (bit & 63) & 1)) return 0;
    const uint64_t slot = slot_of(table->slots, table->mask, code);
    return table->slots[slot] == code ? table->values[slot] : 0;
}
