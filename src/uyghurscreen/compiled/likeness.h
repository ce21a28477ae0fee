/* How alike two texts are, by their letters and by their words. */

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
    return bits_set(~state & all);
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
 * room for the weight and for the best counterpart of each. */
typedef struct {
    uint8_t *letters;
    int64_t size;
    Word *words;
    int64_t number;
    float *weights, *found;
} Name;

/* Room for one pair of texts of at most so many bytes. */
typedef struct {
    Bits bits;
    Name left, right;
    uint8_t *one, *two;
} Room;

static Name room_for_name(int64_t longest) {
    return (Name){malloc(longest + 2),
                  0,
                  malloc((longest + 2) * sizeof(Word)),
                  0,
                  malloc((longest + 2) * sizeof(float)),
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
           room->left.words && room->left.weights && room->left.found &&
           room->right.letters && room->right.words && room->right.weights &&
           room->right.found && room->one && room->two;
}

static void leave(Room *room) {
    free(room->bits.masks);
    free(room->bits.state);
    for (int side = 0; side < 2; side++) {
        Name *name = side ? &room->right : &room->left;
        free(name->letters);
        free(name->words);
        free(name->weights);
        free(name->found);
    }
    free(room->one);
    free(room->two);
}

static void take_apart(Bytes text, Name *name) {
    name->size = letters(text.at, text.size, name->letters);
    name->number = words_of(text, name->words);
}

/* What rapidfuzz calls token_set_ratio, of words that both texts have and of the others
 * of each, joined by blanks: their sizes, and how many letters those others have in
 * common. */
static float set_ratio(double shared, double size, double other, double common) {
    const double blank = shared > 0;
    double best = 1 - (size + other - 2 * common) / (2 * (shared + blank) + size + other);
    if (shared > 0) {
        const double with_a = 1 - (blank + size) / (2 * shared + blank + size);
        const double with_b = 1 - (blank + other) / (2 * shared + blank + other);
        if (with_a > best) best = with_a;
        if (with_b > best) best = with_b;
    }
    return (float)best;
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
        found.by_words =
            set_ratio(shared, size, other, common(one, size, two, other, room->bits));
    }
    return found;
}

enum { KINDS = 32, SIGNS = 2 };

/* What a text is like at a glance, in one line of the cache: how often each letter is
 * there, letters of the same last five bits being one; a bit for each of its words; how
 * many letters and distinct words it has, if one of these is there twice, and where they
 * stand in `Apart`. */
typedef struct {
    uint8_t counts[KINDS];
    uint64_t signs[SIGNS];
    int32_t size;
    int16_t number, repeats;
    int32_t letters_at, words_at;
} Sketch;

/* A sketch of the letters of a text alone. */
static Sketch sketch_of_letters(const uint8_t *letters, int64_t size) {
    Sketch made = {{0}, {0}, (int32_t)size, 0, 0, 0, 0};
    for (int64_t i = 0; i < size; i++) {
        uint8_t *count = made.counts + (letters[i] & (KINDS - 1));
        *count += *count < UINT8_MAX;
    }
    return made;
}

static Sketch sketch_of(Name name) {
    Sketch made = sketch_of_letters(name.letters, name.size);
    int64_t letters = name.size;
    made.number = (int16_t)name.number;
    for (int64_t i = 0; i < name.number; i++) {
        const uint64_t code =
            (name.words[i].head + name.words[i].size) * 0x9E3779B97F4A7C15ull;
        made.signs[code >> 63] |= 1ull << (code >> 57 & 63);
        letters -= name.words[i].size;
    }
    made.repeats = letters > 0;
    return made;
}

/* Texts taken apart once for many pairs: a sketch of each, their letters and words. */
typedef struct {
    Sketch *sketches;
    uint8_t *letters;
    Word *words;
    float *weights;
} Apart;

/* The name of one of them; `found` is room for the counterparts of its words. */
static Name name_of(const Apart *texts, int64_t i, float *found) {
    const Sketch *sketch = texts->sketches + i;
    return (Name){texts->letters + sketch->letters_at, sketch->size,
                  texts->words + sketch->words_at, sketch->number,
                  texts->weights + sketch->words_at, found};
}

/* How alike two texts are by letters at most: as many are in common as their counts
 * allow, whatever the order. */
static float by_letters_at_most(const Sketch *one, const Sketch *other) {
    const int32_t both = one->size + other->size;
    if (both == 0 || one->size > UINT8_MAX || other->size > UINT8_MAX) return 1;
    uint16_t most = 0; /* no more than the letters of a text */
    for (int i = 0; i < KINDS; i++)
        most += one->counts[i] < other->counts[i] ? one->counts[i] : other->counts[i];
    return (float)(2.0 * most / both);
}

/* How alike two texts are by words at most, see `alike`, given that by letters. */
static float by_words_at_most(Name a, const Sketch *one, Name b, const Sketch *other,
                              float by_letters) {
    const int plain = a.number && b.number && !one->repeats && !other->repeats;
    if (!plain || by_letters >= 1) return 1;
    const double most = by_letters * (a.size + b.size) / 2.0 + 1e-3;
    int64_t shared = 0, words = 0;
    const int may_share =
        (one->signs[0] & other->signs[0]) || (one->signs[1] & other->signs[1]);
    for (int64_t i = 0, j = 0; may_share && i < a.number && j < b.number;) {
        const int compared = order(a.words[i], b.words[j]);
        shared += compared ? 0 : a.words[i].size;
        words += compared == 0;
        i += compared <= 0;
        j += compared >= 0;
    }
    const int64_t n = a.number - words, m = b.number - words;
    if (words && (n == 0 || m == 0)) return 1;
    const int64_t blanks = (n < m ? n : m) - 1;
    const double size = a.size - shared + n - 1, rest = b.size - shared + m - 1;
    return set_ratio(words ? shared + words - 1 : 0, size, rest, most - shared + blanks);
}

/* Write both likenesses of pairs of texts, given by their rows, see `alike`. */
EXPORT int32_t likenesses(const uint8_t *left, const int64_t *left_starts,
                          const uint8_t *right, const int64_t *right_starts,
                          const int64_t *rows, const int64_t *others, int64_t pairs,
                          int64_t longest, float *made, float *joined) {
    Room room = room_for(longest);
    const int ready = is_there(&room);
    for (int64_t pair = 0; ready && pair < pairs; pair++) {
        const int64_t i = rows[pair], j = others[pair];
        const Bytes a = {left + left_starts[i], left_starts[i + 1] - left_starts[i]};
        const Bytes b = {right + right_starts[j], right_starts[j + 1] - right_starts[j]};
        take_apart(a, &room.left);
        take_apart(b, &room.right);
        const Likeness found = alike(&room);
        made[pair] = found.by_words;
        joined[pair] = found.by_letters;
    }
    leave(&room);
    return ready ? 0 : -1;
}
