/* A ruler: how fast this machine plays a wargame of our size when nothing but C stands in the way.

   8 factions, 40 areas, 90 actions, 16 turns of 30 orders. An order is an action in one of six areas; every legal
   pair is weighed before one is chosen. Every second order is answered at one of 13 levels. Both are decisions.
   The rules are made up of random numbers and mean nothing; only their shape is ours. Same seed, same checksum.

   It measures machines, so that our own speed can be told as a ratio. It is no part of the engine.

   Usage: ruler GAMES SEED      prints: decisions seconds checksum */

#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    FACTIONS = 8, AREAS = 40, KINDS = 6, TRACKS = 64, ACTIONS = 90, CHOICES = 6, LEVELS = 13,
    TURNS = 16, ORDERS = 30, CONDITIONS = 3, MODIFIERS = 6, BANDS = 4, EFFECTS = 6, TRACK_MOST = 20, PIECE_MOST = 15
};

typedef struct { int track, least, most; } Condition;
typedef struct { int place, index, amount; } Change; /* place: 0 track, 1 own track, 2 own piece, 3 rival's piece */

static struct {
    int n_conditions, kind, base, weight[FACTIONS], area[FACTIONS][CHOICES];
    Condition condition[CONDITIONS];
    Change modifier[MODIFIERS];
    int n_effects[BANDS];
    Change effect[BANDS][EFFECTS];
} action[ACTIONS];

static struct { int track, least, weight, shift; Change effect[2]; } level[LEVELS];

static struct { int track[TRACKS], piece[FACTIONS][AREAS][KINDS]; } game, opening;

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

static uint64_t stir(uint64_t hash, uint64_t part) { return mix((hash + 0x9E3779B97F4A7C15ULL) ^ part); }

static int below(uint64_t bits, int n) { return (int)(((bits >> 32) * (uint64_t)n) >> 32); }

/* --- the rules ---------------------------------------------------------------------------------- */

static uint64_t made;

static int any(int n) { return below(stir(2020, ++made), n); }

static Change any_change(int most)
{
    Change c = { any(4), 0, any(2) ? 1 + any(most) : -1 - any(most) };
    c.index = c.place < 2 ? any(TRACKS / 2) : any(KINDS);
    return c;
}

static void make_action(int a)
{
    action[a].n_conditions = a ? any(CONDITIONS + 1) : 0;
    action[a].kind = a ? any(KINDS) : -1; /* action 0 needs nothing, so that something is always legal */
    action[a].base = 35 + any(30);
    for (int i = 0; i < CONDITIONS; i++) {
        int low = any(2);
        action[a].condition[i] = (Condition){ any(TRACKS), low ? 7 + any(4) : 0, low ? TRACK_MOST : 10 + any(4) };
    }
    for (int f = 0; f < FACTIONS; f++) {
        action[a].weight[f] = 1 + any(8);
        for (int i = 0; i < CHOICES; i++) action[a].area[f][i] = any(AREAS);
    }
    for (int m = 0; m < MODIFIERS; m++) action[a].modifier[m] = any_change(7);
    for (int b = 0; b < BANDS; b++) {
        action[a].n_effects[b] = 2 + any(EFFECTS - 1);
        for (int i = 0; i < EFFECTS; i++) action[a].effect[b][i] = any_change(3);
    }
}

static void make_rules(void)
{
    for (int a = 0; a < ACTIONS; a++) make_action(a);
    for (int l = 0; l < LEVELS; l++) {
        level[l].track = any(TRACKS), level[l].least = l ? 8 + any(4) : 0;
        level[l].weight = 1 + any(8), level[l].shift = l ? -5 - any(20) : 0;
        for (int i = 0; i < 2; i++) level[l].effect[i] = any_change(2);
    }
    for (int t = 0; t < TRACKS; t++) opening.track[t] = 8 + any(5);
    for (int f = 0; f < FACTIONS; f++)
        for (int a = 0; a < AREAS; a++)
            for (int k = 0; k < KINDS; k++) opening.piece[f][a][k] = any(3) ? 0 : any(6);
}

/* --- a game ------------------------------------------------------------------------------------- */

static int *cell(const Change *c, int own, int rival, int area)
{
    if (c->place == 0) return &game.track[c->index];
    if (c->place == 1) return &game.track[(c->index + own) % TRACKS];
    return &game.piece[c->place == 2 ? own : rival][area][c->index];
}

static void change(const Change *c, int own, int rival, int area)
{
    int *value = cell(c, own, rival, area), most = c->place < 2 ? TRACK_MOST : PIECE_MOST;
    *value += c->amount;
    if (*value < 0) *value = 0;
    if (*value > most) *value = most;
}

static int allowed(int a)
{
    for (int i = 0; i < action[a].n_conditions; i++) {
        const Condition *c = &action[a].condition[i];
        if (game.track[c->track] < c->least || game.track[c->track] > c->most) return 0;
    }
    return 1;
}

typedef struct { int action, area, weight; } Option;
static Option options[ACTIONS * CHOICES];

static int legal_orders(int faction)
{
    int n = 0, sum = 0;
    for (int a = 0; a < ACTIONS; a++) {
        if (!allowed(a)) continue;
        for (int i = 0; i < CHOICES; i++) {
            int area = action[a].area[faction][i], kind = action[a].kind;
            if (kind >= 0 && game.piece[faction][area][kind] == 0) continue;
            sum += action[a].weight[faction];
            options[n++] = (Option){ a, area, sum };
        }
    }
    return n;
}

static Option chosen(int n, uint64_t bits)
{
    int at = below(bits, options[n - 1].weight), i = 0;
    while (options[i].weight <= at) i++;
    return options[i];
}

static int answer(int rival, int own, int area, uint64_t bits)
{
    int sums[LEVELS], sum = 0, l = 0;
    for (int i = 0; i < LEVELS; i++)
        sums[i] = sum += game.track[level[i].track] >= level[i].least ? level[i].weight : 0;
    int at = below(bits, sum);
    while (sums[l] <= at) l++;
    for (int i = 0; i < 2; i++) change(&level[l].effect[i], rival, own, area);
    return level[l].shift;
}

static int play_order(uint64_t key, int turn, int slot)
{
    uint64_t hash = stir(stir(key, (uint64_t)turn), (uint64_t)slot);
    int own = slot % FACTIONS, rival = (own + 1 + below(stir(hash, 1), FACTIONS - 1)) % FACTIONS, decisions = 1;
    Option order = chosen(legal_orders(own), stir(hash, 2));
    int odds = action[order.action].base;
    if (slot % 2) odds += answer(rival, own, order.area, stir(hash, 3)), decisions++;
    for (int m = 0; m < MODIFIERS; m++) {
        const Change *c = &action[order.action].modifier[m];
        odds += *cell(c, own, rival, order.area) * c->amount / 4;
    }
    odds = odds < 5 ? 5 : odds > 95 ? 95 : odds;
    int roll = below(stir(hash, 4), 100);
    int band = roll < odds ? (4 * roll < odds ? 0 : 1) : (4 * (99 - roll) < 100 - odds ? 3 : 2);
    for (int i = 0; i < action[order.action].n_effects[band]; i++)
        change(&action[order.action].effect[band][i], own, rival, order.area);
    return decisions;
}

static void end_turn(void)
{
    for (int t = 0; t < TRACKS; t++) game.track[t] += game.track[t] < 10 ? 1 : game.track[t] > 10 ? -1 : 0;
    for (int f = 0; f < FACTIONS; f++) {
        int *home = game.piece[f][f], *front = game.piece[f][f + FACTIONS];
        for (int k = 0; k < KINDS; k++) {
            if (home[k] < PIECE_MOST) home[k]++;
            if (front[k] > 0) front[k]--;
        }
    }
}

static int play_game(uint64_t key)
{
    int decisions = 0;
    game = opening;
    for (int turn = 0; turn < TURNS; turn++) {
        for (int slot = 0; slot < ORDERS; slot++) decisions += play_order(key, turn, slot);
        end_turn();
    }
    return decisions;
}

static uint64_t checksum(void)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof game / sizeof(int); i++) hash = stir(hash, (uint64_t)((int *)&game)[i]);
    return hash;
}

int main(int argc, char **argv)
{
    if (argc != 3) return fprintf(stderr, "usage: ruler GAMES SEED\n"), 2;
    long games = atol(argv[1]), decisions = 0;
    uint64_t seed = stir(0, strtoull(argv[2], 0, 10)), sum = 0;
    struct timespec from, to;
    make_rules();
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < games; i++) {
        decisions += play_game(stir(seed, (uint64_t)i));
        sum += checksum();
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    return printf("%ld %.9f %016llx\n", decisions, seconds, (unsigned long long)sum) < 0;
}
