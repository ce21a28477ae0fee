/* The inner loops of matching: the gram product, and the likeness of two texts.
 *
 * They see bytes and numbers side by side and nothing of Python; `library.py` loads
 * them, and they run without the interpreter's lock, so that threads share the work.
 * Sums are made in the order of the letters of a name: the same wherever it stands in a
 * batch.
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

/* Room for the sums of one text: `total` all noughts between texts. */
typedef struct {
    float *total;
    int32_t *touched;
} Sums;

typedef struct {
    const uint8_t *at;
    int64_t size;
} Bytes;

/* Write the best products of one text with all listed ones, best first; returns their
 * number. A text is as long as all its grams in all views are heavy.
 *
 * texts: its bytes in each view. top, least: the most pairs, and the least product. Of
 * equal pairs those listed first count.
 */
static int32_t products(const Space *space, const Bytes *texts, Sums sums, int32_t top,
                        float least, Pair *best) {
    int64_t met = 0, squared = 0;
    for (int v = 0; v < space->number; v++) {
        const View *view = space->views + v;
        const int width = view->width;
        const uint8_t *end = texts[v].at + texts[v].size;
        const int64_t unknown = whole(view->unknown, space->unit);
        if (texts[v].size < width) continue;
        uint32_t bytes = first_bytes(texts[v].at, width);
        /* In three rounds, each fetching ahead what the next one needs: the tables are
         * larger than the cache. */
        for (const uint8_t *from = texts[v].at + width - 1; from < end; from += ROUND) {
            const Gram *grams[ROUND];
            int found = 0, leads = 0;
            for (const uint8_t *at = from; at < end && at < from + ROUND; at++) {
                bytes = next(bytes, *at, width);
                const uint32_t code = hash(bytes);
                const Known known = view->known[code >> 6];
                const uint64_t bit = 1ull << (code & 63);
                if (known.known & bit) {
                    grams[found] = view->grams + known.before +
                                   __builtin_popcountll(known.known & (bit - 1));
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
                grams[leads++] = grams[i];
            }
            for (int i = 0; i < leads; i++) {
                const Gram gram = *grams[i];
                const Posting *posting = space->postings + gram.first;
                for (int32_t j = 0; j < gram.count; j++) {
                    const int32_t other = posting[j].listed;
                    /* Weights are above nought: a total of nought is new. */
                    sums.touched[met] = other;
                    met += sums.total[other] == 0;
                    sums.total[other] += gram.weight * posting[j].weight;
                }
            }
        }
    }
    const float length = __builtin_sqrtf((float)squared / space->unit);
    /* Hardly any total is enough, and to divide takes longer than to see that. */
    const float enough = least * length * 0.9999f;
    int32_t kept = 0;
    for (int64_t i = 0; i < met; i++) {
        const int32_t other = sums.touched[i];
        const float total = sums.total[other];
        sums.total[other] = 0;
        if (total < enough) continue;
        float product = total / length;
        if (product > 1) product = 1;
        if (product < least) continue;
        int32_t place = kept;
        while (place > 0 && (best[place - 1].product < product ||
                             (best[place - 1].product == product &&
                              best[place - 1].listed > other)))
            place--;
        if (place >= top) continue;
        const int32_t last = kept < top ? kept : top - 1;
        for (int32_t j = last; j > place; j--) best[j] = best[j - 1];
        best[place] = (Pair){0, other, product};
        if (kept < top) kept++;
    }
    return kept;
}

static Sums room_for_sums(int64_t size) {
    return (Sums){calloc(size + 1, sizeof(float)), malloc((size + 1) * sizeof(int32_t))};
}

/* Write the best products of each text with all listed ones, see `products`; returns
 * their number, or -1 without memory. pairs: room for `texts * top`. */
EXPORT int64_t nearest(const Space *space, int64_t texts, int32_t top, float least,
                       Pair *pairs) {
    Sums sums = room_for_sums(space->size);
    int64_t count = sums.total && sums.touched ? 0 : -1;
    for (int64_t text = 0; count >= 0 && text < texts; text++) {
        Bytes seen[VIEWS];
        for (int v = 0; v < space->number; v++) {
            const View *view = space->views + v;
            seen[v].at = view->data + view->starts[text];
            seen[v].size = view->starts[text + 1] - view->starts[text];
        }
        const int32_t kept = products(space, seen, sums, top, least, pairs + count);
        for (int32_t i = 0; i < kept; i++) pairs[count + i].text = text;
        count += kept;
    }
    free(sums.total);
    free(sums.touched);
    return count;
}

/* Room for the bit masks of one text, all noughts between texts: a row for each byte, a
 * word for each 64 letters. */
typedef struct {
    uint64_t *masks, *state;
} Bits;

/* Length of the longest common subsequence of a text of up to 64 letters and another. */
static int64_t common_of_short(const uint8_t *left, int64_t size, const uint8_t *right,
                               int64_t other, uint64_t *masks) {
    uint64_t state = ~0ull;
    for (int64_t i = 0; i < size; i++) masks[left[i]] |= 1ull << i;
    for (int64_t i = 0; i < other; i++) {
        const uint64_t match = state & masks[right[i]];
        state = (state + match) | (state - match);
    }
    for (int64_t i = 0; i < size; i++) masks[left[i]] = 0;
    const uint64_t all = size < 64 ? (1ull << size) - 1 : ~0ull;
    return __builtin_popcountll(~state & all);
}

/* Length of the longest common subsequence, 64 letters at a time (Hyyro 2004). */
static int64_t common(const uint8_t *left, int64_t size, const uint8_t *right,
                      int64_t other, Bits bits) {
    if (size == 0 || other == 0) return 0;
    if (size <= 64) return common_of_short(left, size, right, other, bits.masks);
    const int64_t words = (size + 63) / 64;
    for (int64_t i = 0; i < size; i++)
        bits.masks[left[i] * words + i / 64] |= 1ull << (i % 64);
    for (int64_t w = 0; w < words; w++) bits.state[w] = ~0ull;
    for (int64_t i = 0; i < other; i++) {
        uint64_t carry = 0;
        for (int64_t w = 0; w < words; w++) {
            const uint64_t now = bits.state[w];
            const uint64_t match = now & bits.masks[right[i] * words + w];
            uint64_t sum = now + match;
            uint64_t over = sum < now;
            sum += carry;
            over |= sum < carry;
            bits.state[w] = sum | (now - match);
            carry = over;
        }
    }
    int64_t found = 0;
    for (int64_t i = 0; i < size; i++) {
        bits.masks[left[i] * words + i / 64] = 0;
        found += !(bits.state[i / 64] >> (i % 64) & 1);
    }
    return found;
}

/* A word, and its first eight letters as a number by which words can be put in order. */
typedef struct {
    const uint8_t *at;
    int64_t size;
    uint64_t head;
} Word;

enum { HEAD = 8 };

static Word word_at(const uint8_t *at, int64_t size) {
    uint64_t head = 0;
    for (int64_t i = 0; i < HEAD; i++) head = head << 8 | (i < size ? at[i] : 0);
    return (Word){at, size, head};
}

static int same(Word a, Word b) {
    return a.head == b.head && a.size == b.size &&
           (a.size <= HEAD || memcmp(a.at + HEAD, b.at + HEAD, a.size - HEAD) == 0);
}

static int order(Word a, Word b) {
    if (a.head != b.head) return a.head < b.head ? -1 : 1;
    const int64_t both = (a.size < b.size ? a.size : b.size) - HEAD;
    const int rest = both > 0 ? memcmp(a.at + HEAD, b.at + HEAD, both) : 0;
    return rest ? rest : (a.size > b.size) - (a.size < b.size);
}

/* The distinct words of a text, in order of the alphabet; returns how many. */
static int64_t words_of(Bytes text, Word *words) {
    int64_t number = 0;
    for (int64_t at = 0; at < text.size;) {
        int64_t end = at;
        while (end < text.size && text.at[end] != ' ') end++;
        if (end > at) {
            const Word word = word_at(text.at + at, end - at);
            int64_t place = number;
            int compared = 1;
            while (place > 0 && (compared = order(word, words[place - 1])) < 0) place--;
            if (place == 0 || compared != 0) {
                memmove(words + place + 1, words + place,
                        (number - place) * sizeof *words);
                words[place] = word;
                number++;
            }
        }
        at = end + 1;
    }
    return number;
}

static int64_t add(uint8_t *to, int64_t size, Word word) {
    if (size > 0) to[size++] = ' ';
    memcpy(to + size, word.at, word.size);
    return size + word.size;
}

/* Write a text without its blanks, and perhaps one byte more; returns its size. */
static int64_t letters(const uint8_t *text, int64_t size, uint8_t *to) {
    int64_t found = 0;
    for (int64_t i = 0; i < size; i++) {
        to[found] = text[i];
        found += text[i] != ' ';
    }
    return found;
}

/* A text taken apart: its letters without blanks, and its distinct words in order, with
 * room for the best counterpart of each. */
typedef struct {
    uint8_t *letters;
    int64_t size;
    Word *words;
    int64_t number;
    float *found;
} Name;

/* Room for one pair of texts of at most so many bytes. */
typedef struct {
    Bits bits;
    Name left, right;
    uint8_t *one, *two;
} Room;

static Name room_for_name(int64_t longest) {
    return (Name){malloc(longest + 2), 0, malloc((longest + 2) * sizeof(Word)), 0,
                  malloc((longest + 2) * sizeof(float))};
}

static Room room_for(int64_t longest) {
    const int64_t width = (longest + 63) / 64 + 1;
    return (Room){
        {calloc(256 * width, sizeof(uint64_t)), malloc(width * sizeof(uint64_t))},
        room_for_name(longest),
        room_for_name(longest),
        malloc(longest + 2),
        malloc(longest + 2)};
}

static int is_there(const Room *room) {
    return room->bits.masks && room->bits.state && room->left.letters &&
           room->left.words && room->left.found && room->right.letters &&
           room->right.words && room->right.found && room->one && room->two;
}

static void leave(Room *room) {
    free(room->bits.masks);
    free(room->bits.state);
    for (int side = 0; side < 2; side++) {
        Name *name = side ? &room->right : &room->left;
        free(name->letters);
        free(name->words);
        free(name->found);
    }
    free(room->one);
    free(room->two);
}

static void take_apart(Bytes text, Name *name) {
    name->size = letters(text.at, text.size, name->letters);
    name->number = words_of(text, name->words);
}

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

/* How alike two texts are. */
typedef struct {
    float by_words, by_letters;
} Likeness;

/* Likeness of the two texts in the room, from 0 to 1, as rapidfuzz defines it: `by_words`
 * is its token_set_ratio of texts with single blanks, `by_letters` its ratio without. */
static Likeness alike(const Room *room) {
    Likeness found;
    const Name a = room->left, b = room->right;
    int64_t size = a.size, other = b.size;
    found.by_letters =
        size + other
            ? (float)(2.0 * common(a.letters, size, b.letters, other, room->bits) /
                      (size + other))
            : 1.0f;
    const Word *words = a.words, *others = b.words;
    const int64_t n = a.number, m = b.number;
    uint8_t *one = room->one, *two = room->two;
    int64_t shared = 0, i = 0, j = 0;
    size = other = 0;
    while (i < n || j < m) {
        const int compared = i == n ? 1 : j == m ? -1 : order(words[i], others[j]);
        if (compared == 0) {
            shared += words[i++].size + (shared > 0);
            j++;
        } else if (compared < 0) {
            size = add(one, size, words[i++]);
        } else {
            other = add(two, other, others[j++]);
        }
    }
    if (n == 0 || m == 0) {
        found.by_words = 0;
    } else if (shared && (size == 0 || other == 0)) {
        found.by_words = 1;
    } else {
        const double blank = shared > 0;
        const double apart =
            size + other - 2.0 * common(one, size, two, other, room->bits);
        double best = 1 - apart / (2 * (shared + blank) + size + other);
        if (shared) {
            const double with_a = 1 - (blank + size) / (2 * shared + blank + size);
            const double with_b = 1 - (blank + other) / (2 * shared + blank + other);
            if (with_a > best) best = with_a;
            if (with_b > best) best = with_b;
        }
        found.by_words = (float)best;
    }
    return found;
}

/* Write both likenesses of two columns, row by row, see `alike`. */
EXPORT int32_t likenesses(const uint8_t *left, const int64_t *left_starts,
                          const uint8_t *right, const int64_t *right_starts,
                          int64_t rows, int64_t longest, float *made, float *joined) {
    Room room = room_for(longest);
    const int ready = is_there(&room);
    for (int64_t i = 0; ready && i < rows; i++) {
        const Bytes a = {left + left_starts[i], left_starts[i + 1] - left_starts[i]};
        const Bytes b = {right + right_starts[i], right_starts[i + 1] - right_starts[i]};
        take_apart(a, &room.left);
        take_apart(b, &room.right);
        const Likeness found = alike(&room);
        made[i] = found.by_words;
        joined[i] = found.by_letters;
    }
    leave(&room);
    return ready ? 0 : -1;
}

enum { PARTS = 10 };

static float weight_of(const Table *rarity, Word word) {
    const uint16_t known = in(rarity, word.at, word.size);
    return known ? known / 1000.0f : 1.0f;
}

/* Which letters a word has, by their last five bits. */
static uint32_t letters_of(Word word) {
    uint32_t letters = 0;
    for (int64_t i = 0; i < word.size; i++) letters |= 1u << (word.at[i] & 31);
    return letters;
}

/* How many letters of a word another may have at most, given which letters it has. */
static int64_t at_most(Word word, uint32_t letters) {
    int64_t most = 0;
    for (int64_t i = 0; i < word.size; i++) most += letters >> (word.at[i] & 31) & 1;
    return most;
}

enum { JOINED = 3 };

/* Find words that stand in a longer one of the other name: joined there, or cut. */
static void find_inside(const Word *words, int64_t n, float *found, const Word *others,
                        int64_t m, float *met) {
    for (int64_t i = 0; i < n; i++) {
        int64_t held = 0;
        for (int64_t j = 0; j < m; j++) {
            const int64_t size = others[j].size;
            if (size < JOINED || size >= words[i].size) continue;
            int64_t at = 0;
            while (at + size <= words[i].size &&
                   memcmp(words[i].at + at, others[j].at, size) != 0)
                at++;
            if (at + size > words[i].size) continue;
            held += size;
            if (met[j] < 0.9f) met[j] = 0.9f;
        }
        const float share = (float)held / words[i].size;
        if (share > found[i]) found[i] = share < 1 ? share : 1;
    }
}

/* Write what the promise of a pair is made of, see `promise.py`: the likenesses, and by
 * rarity how much of either name has its word in the other, spelled the same or nearly.
 */
static void parts_of(float cosine, Likeness likeness, const Table *rarity,
                     const Room *room, float *parts) {
    const Word *words = room->left.words, *others = room->right.words;
    const int64_t n = room->left.number, m = room->right.number;
    float *found = room->left.found, *met = room->right.found;
    memset(found, 0, n * sizeof *found);
    memset(met, 0, m * sizeof *met);
    for (int64_t i = 0; i < n; i++) {
        const uint32_t known = letters_of(words[i]);
        for (int64_t j = 0; j < m; j++) {
            const int64_t size = words[i].size, other = others[j].size;
            const int64_t both = size + other, least = size < other ? size : other;
            if (20 * least < 7 * both) continue;
            /* Most pairs of words are told by their letters alone. */
            if (20 * at_most(others[j], known) < 7 * both) continue;
            const int64_t shared =
                same(words[i], others[j])
                    ? size
                    : common(words[i].at, size, others[j].at, other, room->bits);
            if (20 * shared < 7 * both) continue;
            const float alike = (float)(2.0 * shared / both);
            if (alike > found[i]) found[i] = alike;
            if (alike > met[j]) met[j] = alike;
        }
    }
    find_inside(words, n, found, others, m, met);
    find_inside(others, m, met, words, n, found);
    float of_query = 0, of_listed = 0, query = 1e-6f, listed = 1e-6f;
    for (int64_t i = 0; i < n; i++) {
        const float weight = weight_of(rarity, words[i]);
        query += weight;
        of_query += weight * found[i];
    }
    for (int64_t j = 0; j < m; j++) {
        const float weight = weight_of(rarity, others[j]);
        listed += weight;
        of_listed += weight * met[j];
    }
    const float left = query - of_query, missing = listed - of_listed;
    const float shared = (of_query > of_listed ? of_query : of_listed) / 2;
    const float square = likeness.by_letters * likeness.by_letters;
    const float covered = of_query / query, covering = of_listed / listed;
    parts[0] = cosine;
    parts[1] = likeness.by_words;
    parts[2] = likeness.by_letters;
    parts[3] = square * square;
    parts[4] = covered;
    parts[5] = covering;
    parts[6] = covered * covering;
    parts[7] = shared < 1 ? shared : 1;
    parts[8] = left < missing ? left : missing;
    parts[9] = left < missing ? missing : left;
}

/* What the three likenesses of a pair count, and what that has to reach. */
typedef struct {
    float cosine, by_words, by_letters, least;
} Promise;

static int promises(Promise promise, float cosine, Likeness found) {
    return promise.cosine * cosine + promise.by_words * found.by_words +
               promise.by_letters * found.by_letters >=
           promise.least;
}

/* Write the parts of those pairs that promise enough, `PARTS` a pair, and which these
 * are; returns their number, or -1 without memory. left, left_starts, right,
 * right_starts: the texts. rows, listed: the pairs, those of one text side by side.
 * longest: of all texts, in bytes. */
EXPORT int64_t parts(const uint8_t *left, const int64_t *left_starts,
                     const uint8_t *right, const int64_t *right_starts,
                     const int64_t *rows, const int64_t *listed, const float *cosine,
                     int64_t pairs, int64_t longest, const Promise *promise,
                     const Table *rarity, int64_t *kept, float *made) {
    Room room = room_for(longest);
    int64_t number = is_there(&room) ? 0 : -1;
    for (int64_t pair = 0; number >= 0 && pair < pairs; pair++) {
        const int64_t i = rows[pair], j = listed[pair];
        const Bytes a = {left + left_starts[i], left_starts[i + 1] - left_starts[i]};
        const Bytes b = {right + right_starts[j], right_starts[j + 1] - right_starts[j]};
        if (pair == 0 || i != rows[pair - 1]) take_apart(a, &room.left);
        take_apart(b, &room.right);
        const Likeness found = alike(&room);
        if (!promises(*promise, cosine[pair], found)) continue;
        parts_of(cosine[pair], found, rarity, &room, made + PARTS * number);
        kept[number++] = pair;
    }
    leave(&room);
    return number;
}

static float sum_of(const float *parts, const float *weights, int64_t number) {
    float sum = 0;
    for (int64_t part = 0; part < number; part++) sum += parts[part] * weights[part];
    return sum;
}

/* Write the sum of `number` parts of each pair, each times what it counts. */
EXPORT void sums(const float *parts, int64_t pairs, int64_t number,
                 const float *weights, float *made) {
    for (int64_t i = 0; i < pairs; i++)
        made[i] = sum_of(parts + number * i, weights, number);
}

/* What the first look knows of a word; see `first_look.py`. */
enum {
    LEGAL = 1,
    CLOSER = 2,
    FORM = 4,
    SECOND = 8,
    TAIL = 16,
    OPENS = 32,
    PLACED = 64,
    HONG_KONG = 128,
    WADE_GILES = 256,
    NO_PINYIN = 512
};

/* What the first look holds names against; see `first_look.py`. */
typedef struct {
    Space space;
    Table words, keys;
    const uint8_t *listed;
    const int64_t *listed_starts;
    Promise promise;
    const Table *rarity;
    const float *weights;
    float worth, written, least;
    int32_t top;
} Look;

enum { NOBODY = 0, LOOK_CLOSER = 1, READ_WHOLE = 2 };
enum { MOST_WORDS = 64, MOST_LETTERS = 400 };

static int ends_with(const uint8_t *text, int64_t size, const char *words) {
    const int64_t length = (int64_t)strlen(words);
    return size >= length && memcmp(text + size - length, words, length) == 0;
}

/* Letters of a legal form in words before the name, and a blank; nought if none. */
static int64_t opening(Bytes name) {
    static const char *const forms[] = {
        "limited liability company ", "joint stock company ",
        "public joint stock company ", "open joint stock company ",
        "closed joint stock company "};
    for (int f = 0; f < 5; f++) {
        const int64_t length = (int64_t)strlen(forms[f]);
        if (name.size < length) continue;
        int64_t i = 0;
        while (i < length &&
               (name.at[i] | (forms[f][i] == ' ' ? 0 : 32)) == (uint8_t)forms[f][i])
            i++;
        if (i == length) return length;
    }
    return 0;
}

/* Say if a word of Hong Kong or Wade-Giles spelling stands beside another, as
 * `names.readings.in_mandarin` has it. */
static int in_other_spelling(const uint16_t *kinds, int64_t words, uint16_t system) {
    int64_t spelled = 0, foreign = 0;
    for (int64_t i = 0; i < words; i++) {
        if (!(kinds[i] & system)) continue;
        spelled++;
        foreign += (kinds[i] & NO_PINYIN) != 0;
    }
    return spelled > 1 && foreign > 0;
}

/* Fold a name in plain ASCII, or say that it is to be looked at closer. `text` takes a
 * blank and its words with single blanks: the `whole`, and the `bare` name in it without
 * the legal forms around it. */
static int read_plainly(const Look *look, Bytes name, uint8_t *text, Bytes *whole,
                        Bytes *bare) {
    uint16_t kinds[MOST_WORDS];
    int64_t begins[MOST_WORDS + 1], stands[MOST_WORDS];
    int64_t words = 0, length = 0, comma = -1, commas = 0, figures = 0;
    int inside = 0, numbered = 0;
    if (name.size > MOST_LETTERS) return LOOK_CLOSER;
    for (int64_t i = 0; i <= name.size; i++) {
        uint8_t letter = i < name.size ? name.at[i] : ' ';
        if (letter >= 'A' && letter <= 'Z') letter += 32;
        const int is_figure = letter >= '0' && letter <= '9';
        if ((letter >= 'a' && letter <= 'z') || is_figure || letter == '&') {
            const int apart = letter == '&';
            figures = is_figure ? figures + 1 : 0;
            if (figures > 2) return LOOK_CLOSER; /* a code */
            numbered |= is_figure;
            if (!inside || apart) {
                if (words == MOST_WORDS) return LOOK_CLOSER;
                if (inside) return LOOK_CLOSER; /* R&D: rare, and two words */
                text[length++] = ' ';
                stands[words] = i;
                begins[words++] = length;
                inside = 1;
            }
            if (apart) {
                if (i + 1 < name.size && name.at[i + 1] != ' ') return LOOK_CLOSER;
                memcpy(text + length, "and", 3);
                length += 3;
            } else {
                text[length++] = letter;
            }
            continue;
        }
        inside = 0;
        figures = 0;
        switch (letter) {
        case ' ':
        case '.':
        case '"':
            break;
        case ',':
            comma = words;
            commas++;
            break;
        case '-':
            if (i == 0 || i + 1 >= name.size || name.at[i - 1] == ' ' ||
                name.at[i + 1] == ' ' || name.at[i + 1] == '-')
                return LOOK_CLOSER;
            if (words > 0 && length - begins[words - 1] == 1 && name.at[i + 1] <= '9')
                return LOOK_CLOSER; /* a house, B-12 */
            break;
        default:
            return LOOK_CLOSER;
        }
    }
    if (words == 0 || commas > 1) return LOOK_CLOSER;
    begins[words] = length + 1;
    /* A legal form ends a name of four letters or more. */
    const int64_t opens = opening(name);
    const int spelled_out =
        ends_with(text + 1, length - 1, " limited liability company") &&
        stands[words - 1] - stands[words - 3] == 18;
    int64_t forms = 0, first = words;
    for (int64_t i = 0; i < words; i++) {
        const int64_t letters = begins[i + 1] - 1 - begins[i];
        kinds[i] = in(&look->words, text + begins[i], letters);
        if (kinds[i] & CLOSER) return LOOK_CLOSER;
        if (kinds[i] & PLACED && numbered) return LOOK_CLOSER;
        for (int64_t j = i + 2; kinds[i] & OPENS && j <= words; j++) {
            const int64_t phrase = begins[j] - 1 - begins[i];
            if (in(&look->words, text + begins[i], phrase) & CLOSER) return LOOK_CLOSER;
        }
        if (kinds[i] & FORM && stands[i] >= opens + 4) {
            if (forms++ == 0) first = i;
        }
    }
    /* L.L.C. and A.S. end a name like other legal forms. */
    int64_t end = words;
    while (end > 0 && begins[end] - 1 - begins[end - 1] == 1) end--;
    for (int64_t i = 0; i + 1 < end; i++)
        if (begins[i + 1] - begins[i] == 2 && begins[i + 2] - begins[i + 1] == 2)
            return LOOK_CLOSER;
    if (in_other_spelling(kinds, words, HONG_KONG) ||
        in_other_spelling(kinds, words, WADE_GILES))
        return LOOK_CLOSER;
    /* Words behind a legal form may be more than the name, but for `Co., Ltd.`. */
    const int alone = forms == 0 || (forms == 1 && first == words - 1) ||
                      (spelled_out && first == words - 3);
    const int64_t f = first + 1 < words ? begins[first + 1] - 1 - begins[first] : 0;
    const int co = (f == 2 && memcmp(text + begins[first], "co", 2) == 0) ||
                   (f == 7 && memcmp(text + begins[first], "company", 7) == 0);
    const int pair = forms == 2 && first == words - 2 && co && kinds[words - 1] & SECOND;
    if (!alone && !pair) return LOOK_CLOSER;
    if (commas) {
        const int64_t behind = words - comma;
        if (behind < 1 || behind > 2 || !(kinds[comma] & TAIL)) return LOOK_CLOSER;
        if (behind == 2 && !(kinds[comma + 1] & SECOND)) return LOOK_CLOSER;
    }
    *whole = (Bytes){text + 1, length - 1};
    for (int found = 1; found;) {
        const int bhd = words > 2 && ends_with(text + 1, begins[words] - 2, " sdn bhd");
        found = words > 1 && (kinds[words - 1] & LEGAL || bhd);
        if (found) words -= 1 + bhd;
    }
    *bare = (Bytes){text + 1, begins[words] - 2};
    const int64_t before = opening(*bare);
    bare->at += before;
    bare->size -= before;
    return NOBODY;
}

/* Say of each name if it is plainly nobody's, if it may be listed and is nothing but a
 * name (`READ_WHOLE`), or may hold more, which is looked into elsewhere (`LOOK_CLOSER`).
 * Writes the pairs of names and listed texts that are written much alike as well, and
 * returns how many there are, or -1 without memory. pairs: room for `names * top`. */
EXPORT int64_t first_look(const Look *look, const uint8_t *data, const int64_t *starts,
                          int64_t names, int64_t longest, uint8_t *seen, Pair *pairs) {
    Sums sums = room_for_sums(look->space.size);
    Room room = room_for(longest > 4 * MOST_LETTERS ? longest : 4 * MOST_LETTERS);
    uint8_t text[4 * MOST_LETTERS], key[4 * MOST_LETTERS];
    Pair best[16];
    int64_t count = sums.total && sums.touched && is_there(&room) ? 0 : -1;
    for (int64_t i = 0; count >= 0 && i < names; i++) {
        const Bytes name = {data + starts[i], starts[i + 1] - starts[i]};
        Bytes whole, bare;
        seen[i] = (uint8_t)read_plainly(look, name, text, &whole, &bare);
        if (seen[i] == LOOK_CLOSER) continue;
        key[0] = ' ';
        int64_t length = letters(whole.at, whole.size, key + 1);
        const uint16_t equal = in(&look->keys, key + 1, length);
        length = letters(bare.at, bare.size, key + 1);
        if (equal || in(&look->keys, key + 1, length)) seen[i] = READ_WHOLE;
        key[++length] = ' ';
        length++;
        while (length < look->space.views[0].width) key[length++] = ' ';
        const Bytes grams = {key, length};
        const int32_t kept =
            products(&look->space, &grams, sums, look->top, look->least, best);
        for (int32_t j = 0; j < kept; j++) {
            const int64_t *at = look->listed_starts + best[j].listed;
            if (j == 0) take_apart(bare, &room.left);
            take_apart((Bytes){look->listed + at[0], at[1] - at[0]}, &room.right);
            const Likeness found = alike(&room);
            if (!promises(look->promise, best[j].product, found)) continue;
            float parts[PARTS];
            parts_of(best[j].product, found, look->rarity, &room, parts);
            const float sum = sum_of(parts, look->weights, PARTS);
            if (sum >= look->worth) seen[i] = READ_WHOLE;
            if (sum < look->written) continue;
            pairs[count] = best[j];
            pairs[count++].text = i;
        }
    }
    free(sums.total);
    free(sums.touched);
    leave(&room);
    return count;
}

#include "words.h"

#include "likened.h"

#include "replace.h"

#include "tokens.h"
