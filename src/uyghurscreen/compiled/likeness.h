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
