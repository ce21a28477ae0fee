/* Words that may be misspelled, and the listed texts that have a word near one; see
 * `misspelled.py`. */

/* What is known of a word; see `misspelled.py`. */
enum { IN_USE = 1, SYLLABLE = 2 };
enum { LONGEST_SYLLABLE = 6, SHORTEST_ODD = 4, LONGEST_ODD = 40, LEAST_LETTERS = 3 };

/* Say if a word is nothing but syllables of pinyin. A vowel by itself is one only where
 * a word begins. */
static int in_pinyin(const Table *known, Bytes word) {
    uint64_t ends = 1; /* a bit for each letter that a syllable may begin at */
    for (int64_t i = 0; i < word.size; i++)
        for (int64_t n = 1 + (i > 0); ends >> i & 1 && n <= LONGEST_SYLLABLE; n++)
            if (i + n <= word.size && in(known, word.at + i, n) & SYLLABLE)
                ends |= 1ull << (i + n);
    return ends >> word.size & 1;
}

/* The word of a text that begins there, which moves on behind the blank after it. */
static Bytes next_word(Bytes text, int64_t *at) {
    const int64_t begin = *at;
    while (*at < text.size && text.at[*at] != ' ') (*at)++;
    return (Bytes){text.at + begin, (*at)++ - begin};
}

/* Figures that are taken for letters, by scanners and by their readers. */
static int is_figure_for_letter(uint8_t letter) {
    return letter == '0' || letter == '1' || letter == '5' || letter == '6' ||
           letter == '8' || letter == '9';
}

/* Say if a word is no word in use. One that is not in Latin letters, but for a few
 * figures, or is too short or too long to tell, passes for one. */
static int is_strange(const Table *known, Bytes word) {
    int64_t letters = 0;
    if (word.size < SHORTEST_ODD || word.size > LONGEST_ODD) return 0;
    for (int64_t i = 0; i < word.size; i++) {
        const int letter = word.at[i] >= 'a' && word.at[i] <= 'z';
        if (!letter && !is_figure_for_letter(word.at[i])) return 0;
        letters += letter;
    }
    return letters >= LEAST_LETTERS && !(in(known, word.at, word.size) & IN_USE);
}

/* Write a word with one of the letters that look alike in place of all; returns its
 * size. See `LOOK_ALIKE` of `alignment.py`. */
static int64_t seen_as(Bytes word, uint8_t *to) {
    int64_t size = 0;
    for (int64_t i = 0; i < word.size; i++) {
        const uint8_t letter = word.at[i];
        const uint8_t after = i + 1 < word.size ? word.at[i + 1] : 0;
        if (letter == 'r' && after == 'n') to[size++] = 'm', i++;
        else if (letter == 'v' && after == 'v') to[size++] = 'w', i++;
        else if (letter == '0') to[size++] = 'o';
        else if (letter == '1' || letter == 'i') to[size++] = 'l';
        else if (letter == '5') to[size++] = 's';
        else if (letter == '6' || letter == '8') to[size++] = 'b';
        else if (letter == '9' || letter == 'q') to[size++] = 'g';
        else if (letter == 'u' || letter == 'y') to[size++] = 'v';
        else to[size++] = letter;
    }
    return size;
}

/* Words of listed texts by what is left of them without a letter, and what they look
 * like: `codes`, as hashes in order, and the word of each; of each word the texts that
 * have it, from `firsts` on. `filter` has a bit for each hash, and tells of most that
 * they are not there. */
typedef struct {
    const Table *known;
    const uint64_t *filter;
    uint64_t mask;
    const uint64_t *codes;
    const int32_t *words;
    int64_t number;
    const int64_t *firsts;
    const int32_t *texts;
} NearWords;

/* A longer word has letter groups enough left after a slip. */
enum { SHORTEST_NEAR = 5, LONGEST_NEAR = 10 };

/* Write the hashes of a word, of what it looks like, and of what is left of it without
 * each of its letters; returns their number. */
static int64_t codes_of(Bytes word, uint64_t *codes) {
    uint8_t left[LONGEST_ODD];
    int64_t number = 0;
    codes[number++] = hash_of(word.at, word.size);
    codes[number++] = ~hash_of(left, seen_as(word, left));
    for (int64_t i = 0; i < word.size; i++) {
        if (i > 0 && word.at[i] == word.at[i - 1]) continue;
        memcpy(left, word.at, i);
        memcpy(left + i, word.at + i + 1, word.size - i - 1);
        codes[number++] = hash_of(left, word.size - 1);
    }
    return number;
}

/* Write the hashes of words as `NearWords` has them, and the word of each; there is
 * room for one for each byte, and two more for each word. Returns their number. */
EXPORT int64_t near_codes(const uint8_t *data, const int64_t *starts, int64_t words,
                          uint64_t *codes, int32_t *of) {
    int64_t number = 0;
    for (int64_t i = 0; i < words; i++) {
        const Bytes word = {data + starts[i], starts[i + 1] - starts[i]};
        const int64_t made = codes_of(word, codes + number);
        for (int64_t j = 0; j < made; j++) of[number++] = (int32_t)i;
    }
    return number;
}

/* A mark in place of a sum: what was found by its grams, and what is near. */
enum { BY_GRAMS = 1, NEAR = 2 };

/* Leave the hashes that listed words may have; returns their number. */
static int64_t that_are_near(const NearWords *near, uint64_t *codes, int64_t number) {
    int64_t left = 0;
    for (int64_t i = 0; i < number; i++) {
        const uint64_t bit = codes[i] & near->mask;
        if (near->filter[bit >> 6] >> (bit & 63) & 1) codes[left++] = codes[i];
    }
    return left;
}

/* Add the listed texts with the word that a hash is of; returns how many are found. */
static int64_t add_texts(const NearWords *near, uint64_t code, Sums sums, int64_t found) {
    int64_t low = 0, high = near->number;
    while (low < high) {
        const int64_t middle = (low + high) / 2;
        if (near->codes[middle] < code) low = middle + 1;
        else high = middle;
    }
    for (; low < near->number && near->codes[low] == code; low++) {
        const int32_t word = near->words[low];
        for (int64_t i = near->firsts[word]; i < near->firsts[word + 1]; i++) {
            const int32_t text = near->texts[i];
            if (sums.total[text] == 0) sums.found[found++] = (Pair){0, text, 0};
            sums.total[text] = NEAR;
        }
    }
    return found;
}

/* Add the listed texts with a word that one of a text may be misspelled for to those
 * that were found by their grams; the product of a new one is nought. `text` of a pair
 * says if they are near. Returns how many are found. */
static int64_t add_near(const NearWords *near, Bytes text, Sums sums, int64_t found) {
    uint64_t codes[LONGEST_NEAR + 2];
    int marked = 0;
    for (int64_t at = 0; at < text.size;) {
        const Bytes word = next_word(text, &at);
        if (word.size < SHORTEST_NEAR || word.size > LONGEST_NEAR) continue;
        if (!is_strange(near->known, word)) continue;
        const int64_t number = that_are_near(near, codes, codes_of(word, codes));
        if (number == 0 || in_pinyin(near->known, word)) continue;
        for (int64_t i = 0; !marked && i < found; i++)
            sums.total[sums.found[i].listed] = BY_GRAMS;
        marked = 1;
        for (int64_t i = 0; i < number; i++) found = add_texts(near, codes[i], sums, found);
    }
    for (int64_t i = 0; marked && i < found; i++) {
        sums.found[i].text = sums.total[sums.found[i].listed] == NEAR;
        sums.total[sums.found[i].listed] = 0;
    }
    return found;
}

/* Write the pairs of texts and listed ones with words near theirs, text by text; returns
 * how many there are, of which no more than `room` are written, or -1 without memory. */
EXPORT int64_t near_texts(const NearWords *near, const uint8_t *data,
                          const int64_t *starts, int64_t texts, int64_t listed,
                          int64_t room, Pair *pairs) {
    Sums sums = room_for_sums(listed);
    int64_t count = are_there(sums) ? 0 : -1;
    for (int64_t text = 0; count >= 0 && text < texts; text++) {
        const Bytes words = {data + starts[text], starts[text + 1] - starts[text]};
        const int64_t found = add_near(near, words, sums, 0);
        for (int64_t i = 0; i < found; i++, count++)
            if (count < room) pairs[count] = (Pair){text, sums.found[i].listed, 0};
    }
    leave_sums(sums);
    return count;
}
