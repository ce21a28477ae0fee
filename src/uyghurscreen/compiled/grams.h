/* Names as grams of letters, and the listed ones that have most in common with them;
 * see `space.py`. Sums are made in the order of the letters of a name: the same wherever
 * it stands in a batch. */

typedef struct {
    int64_t text;
    int32_t listed;
    float product;
} Pair;

/* The bytes of the first gram of a text but for its last, to be followed by `next`. */
static uint32_t first_bytes(const uint8_t *at, int width) {
    uint32_t bytes = 0;
    for (int byte = 0; byte + 1 < width; byte++)
        bytes |= (uint32_t)at[byte] << (8 * (byte + 1));
    return bytes;
}

/* The bytes of the gram that ends with `last`, from those of the one before. */
static uint32_t next(uint32_t bytes, uint8_t last, int width) {
    return bytes >> 8 | (uint32_t)last << (8 * (width - 1));
}

static uint32_t hash(uint32_t code) {
    code *= 0x9E3779B1u;
    code ^= code >> 15;
    code *= 0x85EBCA6Bu;
    return code >> 12;
}

/* The hash value of every gram of some texts; returns how many there are.
 *
 * data, starts: the texts' bytes, and where each begins, one longer than `texts`.
 * firsts: where the grams of each text begin, one longer; codes: room for all bytes.
 */
EXPORT int64_t gram_codes(const uint8_t *data, const int64_t *starts, int64_t texts,
                          int32_t width, int64_t *firsts, uint32_t *codes) {
    int64_t count = 0;
    for (int64_t text = 0; text < texts; text++) {
        firsts[text] = count;
        const int64_t last = starts[text] + width - 1;
        if (last >= starts[text + 1]) continue;
        uint32_t bytes = first_bytes(data + starts[text], width);
        for (int64_t at = last; at < starts[text + 1]; at++) {
            bytes = next(bytes, data[at], width);
            codes[count++] = hash(bytes);
        }
    }
    firsts[texts] = count;
    return count;
}

/* What a gram is worth, that squared as a whole number, and where its listed texts
 * stand: `count` of them, none for a common gram, from `first`. */
typedef struct {
    float weight;
    int32_t squared, first, count;
} Gram;

/* A listed text and the weight of a gram in it. */
typedef struct {
    int32_t listed;
    float weight;
} Posting;

/* Which of 64 hash values are grams on the lists, and how many are before them. */
typedef struct {
    uint64_t known;
    int64_t before;
} Known;

/* One view of the names: its texts, and the grams on the lists, by hash value. Most
 * grams of most names are on no list: `known` tells, and stays in the cache. */
typedef struct {
    const uint8_t *data;
    const int64_t *starts;
    const Known *known;
    const Gram *grams;
    float unknown;
    int32_t width;
} View;

/* How many bits are set. Without the instruction for it, which not all machines have,
 * the compiler would call a function. */
static int64_t bits_set(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555ull;
    bits = (bits & 0x3333333333333333ull) + (bits >> 2 & 0x3333333333333333ull);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Full;
    return (int64_t)(bits * 0x0101010101010101ull >> 56);
}

enum { ROUND = 64, VIEWS = 4, LINE = 8 };

static int64_t whole(float weight, float unit) {
    return (int64_t)__builtin_rintf(weight * weight * unit);
}

/* Listed names as `space.py` lays them out: `number` views, and the postings of their
 * grams, from which each gram's begin. `unit`: what squared weights are counted in. */
typedef struct {
    const View *views;
    const Posting *postings;
    int64_t size;
    float unit;
    int32_t number;
} Space;

/* Room for what one text is held against: the sum for each listed text, all noughts
 * between texts, which of them there is one for, and the pairs found. */
typedef struct {
    float *total;
    int32_t *touched;
    Pair *found;
} Sums;

/* The grams of one text: how many listed texts have been met by them, and how long the
 * text is, as all its grams in all views are heavy. */
typedef struct {
    int64_t met;
    float length;
} Grams;

/* Add what a gram is worth to the sum for every listed text that has it; returns how
 * many have been met so far. */
static int64_t sum_up(const Space *space, Gram gram, Sums sums, int64_t met) {
    const Posting *posting = space->postings + gram.first;
    for (int32_t j = 0; j < gram.count; j++) {
        const int32_t other = posting[j].listed;
        /* Weights are above nought: a total of nought is new. */
        sums.touched[met] = other;
        met += sums.total[other] == 0;
        sums.total[other] += gram.weight * posting[j].weight;
    }
    return met;
}

/* Find the grams of a text that lead to listed ones. texts: its bytes in each view.
 * Either sums are made of them, or they are kept: `leads` has room for a gram for every
 * byte, and `met` is their number then. */
static inline Grams grams_of(const Space *space, const Bytes *texts, Sums sums,
                             const Gram **leads) {
    int64_t squared = 0, met = 0;
    for (int v = 0; v < space->number; v++) {
        const View *view = space->views + v;
        const int width = view->width;
        const uint8_t *end = texts[v].at + texts[v].size;
        const int64_t unknown = whole(view->unknown, space->unit);
        if (texts[v].size < width) continue;
        uint32_t bytes = first_bytes(texts[v].at, width);
        /* In rounds, each fetching ahead what the next one needs: the tables are larger
         * than the cache. */
        for (const uint8_t *from = texts[v].at + width - 1; from < end; from += ROUND) {
            const Gram *grams[ROUND];
            int found = 0, number = 0;
            for (const uint8_t *at = from; at < end && at < from + ROUND; at++) {
                bytes = next(bytes, *at, width);
                const uint32_t code = hash(bytes);
                const Known known = view->known[code >> 6];
                const uint64_t bit = 1ull << (code & 63);
                if (known.known & bit) {
                    grams[found] = view->grams + known.before +
                                   bits_set(known.known & (bit - 1));
                    __builtin_prefetch(grams[found++]);
                } else {
                    squared += unknown;
                }
            }
            for (int i = 0; i < found; i++) {
                squared += grams[i]->squared;
                if (grams[i]->count == 0) continue;
                const Posting *posting = space->postings + grams[i]->first;
                __builtin_prefetch(posting);
                __builtin_prefetch(posting + LINE);
                __builtin_prefetch(posting + 2 * LINE);
                grams[number++] = grams[i];
            }
            for (int i = 0; i < number; i++)
                if (leads)
                    leads[met++] = grams[i];
                else
                    met = sum_up(space, *grams[i], sums, met);
        }
    }
    return (Grams){met, __builtin_sqrtf((float)squared / space->unit)};
}

/* A sum of weights over the length of the text: no product is above one. */
static float product_of(float total, float length) {
    const float product = total / length;
    return product > 1 ? 1 : product;
}

/* Find the listed texts with a product of at least so much; returns their number. */
static int64_t products(const Space *space, const Bytes *texts, Sums sums,
                        float least) {
    const Grams grams = grams_of(space, texts, sums, NULL);
    /* Hardly any total is enough, and to divide takes longer than to see that. */
    const float enough = least * grams.length * 0.9999f;
    int64_t number = 0;
    for (int64_t i = 0; i < grams.met; i++) {
        const int32_t other = sums.touched[i];
        const float total = sums.total[other];
        sums.total[other] = 0;
        if (total < enough) continue;
        const float product = product_of(total, grams.length);
        if (product >= least) sums.found[number++] = (Pair){0, other, product};
    }
    return number;
}

static Sums room_for_sums(int64_t size) {
    return (Sums){calloc(size + 1, sizeof(float)), malloc((size + 1) * sizeof(int32_t)),
                  malloc((size + 1) * sizeof(Pair))};
}

static int are_there(Sums sums) { return sums.total && sums.touched && sums.found; }

static void leave_sums(Sums sums) {
    free(sums.total);
    free(sums.touched);
    free(sums.found);
}

/* A text as each view has it; returns its bytes in all of them. */
static int64_t viewed(const Space *space, int64_t text, Bytes *seen) {
    int64_t bytes = 0;
    for (int v = 0; v < space->number; v++) {
        const View *view = space->views + v;
        seen[v].at = view->data + view->starts[text];
        seen[v].size = view->starts[text + 1] - view->starts[text];
        bytes += seen[v].size;
    }
    return bytes;
}

/* Write the products of each text with listed ones that are at least so much, text by
 * text; returns how many there are, of which no more than `room` are written, or -1
 * without memory. */
EXPORT int64_t nearest(const Space *space, int64_t texts, float least, int64_t room,
                       Pair *pairs) {
    Sums sums = room_for_sums(space->size);
    int64_t count = are_there(sums) ? 0 : -1;
    for (int64_t text = 0; count >= 0 && text < texts; text++) {
        Bytes seen[VIEWS];
        viewed(space, text, seen);
        const int64_t found = products(space, seen, sums, least);
        for (int64_t i = 0; i < found; i++, count++)
            if (count < room)
                pairs[count] =
                    (Pair){text, sums.found[i].listed, sums.found[i].product};
    }
    leave_sums(sums);
    return count;
}

/* What a gram adds to the sum for a listed text; its postings are in order. */
static float added(const Space *space, const Gram *gram, int32_t listed, float total) {
    const Posting *posting = space->postings + gram->first;
    int32_t from = 0, to = gram->count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        if (posting[middle].listed < listed)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < gram->count && posting[from].listed == listed; from++)
        total += gram->weight * posting[from].weight;
    return total;
}

static int64_t longest_of(const Space *space, int64_t texts) {
    int64_t longest = 0;
    for (int64_t text = 0; text < texts; text++) {
        Bytes seen[VIEWS];
        const int64_t bytes = viewed(space, text, seen);
        if (bytes > longest) longest = bytes;
    }
    return longest;
}

/* Write the product of each pair of a text and a listed one, those of one text side by
 * side: the same sums as those of `products`. Returns -1 without memory. */
EXPORT int32_t cosines(const Space *space, int64_t texts, const int64_t *rows,
                       const int64_t *listed, int64_t pairs, float *made) {
    const Gram **leads = malloc((longest_of(space, texts) + 1) * sizeof(Gram *));
    const Sums none = {0};
    Grams grams = {0, 1};
    for (int64_t pair = 0; leads && pair < pairs; pair++) {
        if (pair == 0 || rows[pair] != rows[pair - 1]) {
            Bytes seen[VIEWS];
            viewed(space, rows[pair], seen);
            grams = grams_of(space, seen, none, leads);
        }
        float total = 0;
        for (int64_t i = 0; i < grams.met; i++)
            total = added(space, leads[i], (int32_t)listed[pair], total);
        made[pair] = total > 0 ? product_of(total, grams.length) : 0;
    }
    free(leads);
    return leads ? 0 : -1;
}
