// LuaJIT (https://luajit.org): the language of wrk's scripts.
//
// Lua raises errors by longjmp, which must not jump over Swift's frames. So what may raise one is done here, in calls that
// Lua protects, and values cross as clua_value: Swift never has a lua_State that is running.
#ifndef CLUAJIT_SHIM_H
#define CLUAJIT_SHIM_H

#include <lauxlib.h>
#include <lua.h>
#include <luajit.h>
#include <lualib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/// How many bytes a state has, and how many it may have.
typedef struct {
    size_t used;
    size_t most;
} clua_memory;

static inline void *clua_allocate(void *context, void *block, size_t old, size_t wanted) {
    clua_memory *memory = (clua_memory *)context;
    if (wanted == 0) {
        memory->used -= old;
        free(block);
        return NULL;
    }
    // LuaJIT counts on what shrinks to succeed.
    if (wanted > old && memory->used + (wanted - old) > memory->most) return NULL;
    void *moved = realloc(block, wanted);
    if (moved) memory->used += wanted - old;
    return moved;
}

/// What crosses between Swift and Lua. Another type of Lua's is CLUA_OTHER, and bytes name it.
#define CLUA_NIL 0
#define CLUA_FALSE 1
#define CLUA_TRUE 2
#define CLUA_NUMBER 3
#define CLUA_STRING 4
#define CLUA_OTHER 5

typedef struct {
    int kind;
    double number;
    /// Of a string that comes from Lua, valid until the state is used again.
    const char *bytes;
    size_t count;
} clua_value;

static inline clua_value clua_at(lua_State *state, int index) {
    clua_value value = {.kind = CLUA_OTHER, .bytes = lua_typename(state, lua_type(state, index))};
    switch (lua_type(state, index)) {
    case LUA_TNONE:
    case LUA_TNIL: value.kind = CLUA_NIL; break;
    case LUA_TBOOLEAN: value.kind = lua_toboolean(state, index) ? CLUA_TRUE : CLUA_FALSE; break;
    case LUA_TNUMBER:
        value.kind = CLUA_NUMBER;
        value.number = lua_tonumber(state, index);
        break;
    case LUA_TSTRING:
        value.kind = CLUA_STRING;
        value.bytes = lua_tolstring(state, index, &value.count);
        break;
    default: break;
    }
    return value;
}

static inline void clua_push(lua_State *state, clua_value value) {
    switch (value.kind) {
    case CLUA_FALSE: lua_pushboolean(state, 0); break;
    case CLUA_TRUE: lua_pushboolean(state, 1); break;
    case CLUA_NUMBER: lua_pushnumber(state, value.number); break;
    case CLUA_STRING: lua_pushlstring(state, value.bytes, value.count); break;
    default: lua_pushnil(state);
    }
}

/// The most arguments that a host function takes.
#define CLUA_MOST_ARGUMENTS 4

/// A function of Swift's: it sets the result, and returns 0 if that is the message of an error to be raised.
typedef int (*clua_host)(void *context, int function, const clua_value *arguments, clua_value *result);

static inline int clua_trampoline(lua_State *state) {
    clua_value arguments[CLUA_MOST_ARGUMENTS] = {{.kind = CLUA_NIL}};
    for (int index = 0; index < CLUA_MOST_ARGUMENTS; index++) arguments[index] = clua_at(state, index + 1);
    clua_host host = (clua_host)lua_touserdata(state, lua_upvalueindex(1));
    void *context = lua_touserdata(state, lua_upvalueindex(2));
    clua_value result = {.kind = CLUA_NIL};
    int is_done = host(context, (int)lua_tointeger(state, lua_upvalueindex(3)), arguments, &result);
    clua_push(state, result);
    return is_done ? 1 : lua_error(state);
}

/// What a protected call is to do.
typedef struct {
    /// The function in the registry; 0 loads a chunk from the first argument under the name of the second.
    int function;
    int count;
    const clua_value *arguments;
} clua_call;

static inline int clua_enter(lua_State *state) {
    const clua_call *call = (const clua_call *)lua_touserdata(state, 1);
    lua_settop(state, 0);
    luaL_checkstack(state, call->count + 2, "too many arguments");
    if (call->function == 0) {
        const clua_value *chunk = call->arguments;
        if (luaL_loadbuffer(state, chunk[0].bytes, chunk[0].count, chunk[1].bytes)) return lua_error(state);
        return 1;
    }
    lua_rawgeti(state, LUA_REGISTRYINDEX, call->function);
    for (int index = 0; index < call->count; index++) clua_push(state, call->arguments[index]);
    lua_call(state, call->count, 1);
    return 1;
}

/// An answer for the script's global function `response`.
typedef struct {
    double status;
    const char *head;
    size_t head_count;
    const char *body;
    size_t body_count;
} clua_answer;

/// Pushes the fields of the last head in these bytes: interim answers have heads of their own. Of two fields with the same
/// name, the later one counts.
static inline void clua_push_fields(lua_State *state, const char *next, const char *end) {
    lua_createtable(state, 0, 8);
    while (next < end) {
        const char *line_end = (const char *)memchr(next, '\n', (size_t)(end - next));
        if (!line_end) line_end = end;
        const char *last = line_end;
        while (last > next && (last[-1] == '\r' || last[-1] == ' ' || last[-1] == '\t')) last--;
        const char *colon = (const char *)memchr(next, ':', (size_t)(last - next));
        if (last - next >= 5 && memcmp(next, "HTTP/", 5) == 0) {
            lua_pop(state, 1);
            lua_createtable(state, 0, 8);
        } else if (colon && colon > next) {
            lua_pushlstring(state, next, (size_t)(colon - next));
            const char *value = colon + 1;
            while (value < last && (*value == ' ' || *value == '\t')) value++;
            lua_pushlstring(state, value, (size_t)(last - value));
            lua_rawset(state, -3);
        }
        next = line_end + 1;
    }
}

static inline int clua_enter_response(lua_State *state) {
    const clua_answer *answer = (const clua_answer *)lua_touserdata(state, 1);
    lua_getglobal(state, "response");
    lua_pushnumber(state, answer->status);
    clua_push_fields(state, answer->head, answer->head + answer->head_count);
    lua_pushlstring(state, answer->body, answer->body_count);
    lua_call(state, 3, 0);
    return 0;
}

/// Adds to an error where it came from.
static inline int clua_trace(lua_State *state) {
    if (!lua_isstring(state, 1)) {
        if (!luaL_callmeta(state, 1, "__tostring")) lua_pushfstring(state, "an error that is a %s", luaL_typename(state, 1));
        lua_replace(state, 1);
    }
    luaL_traceback(state, state, lua_tostring(state, 1), 1);
    return 1;
}

static inline int clua_collect(lua_State *state) {
    lua_gc(state, LUA_GCCOLLECT, 0);
    return 0;
}

static inline int clua_open(lua_State *state) {
    luaL_openlibs(state);
    return 0;
}

/// The functions that are on the stack of every state, so that calling them takes no memory; results come above them.
enum { CLUA_TRACE = 1, CLUA_ENTER = 2, CLUA_COLLECT = 3, CLUA_RESPONSE = 4, CLUA_RESULT = 5 };

/// A state with Lua's libraries that may have memory->most bytes; NULL where that is too little. memory stays until
/// lua_close.
static inline lua_State *clua_new(clua_memory *memory) {
    lua_State *state = lua_newstate(clua_allocate, memory);
    if (!state) return NULL;
    if (lua_cpcall(state, clua_open, NULL)) {
        lua_close(state);
        return NULL;
    }
    lua_pushcfunction(state, clua_trace);
    lua_pushcfunction(state, clua_enter);
    lua_pushcfunction(state, clua_collect);
    lua_pushcfunction(state, clua_enter_response);
    return state;
}

/// What a protected call came to. Where memory ran out, the result is nil and what nobody holds is given back, so that the
/// state lives on.
static inline int clua_end(lua_State *state, int failed, clua_value *result) {
    if (failed == LUA_ERRMEM) {
        lua_settop(state, CLUA_RESPONSE);
        // Where memory ran out in compiled code, LuaJIT does not come out of it whole: compiled code crashes later.
        luaJIT_setmode(state, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
        luaJIT_setmode(state, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_FLUSH);
        lua_pushvalue(state, CLUA_COLLECT);
        lua_pcall(state, 0, 0, 0);
        lua_settop(state, CLUA_RESPONSE);
        *result = (clua_value){.kind = CLUA_NIL};
    } else {
        *result = clua_at(state, CLUA_RESULT);
    }
    return failed;
}

/// Calls, protected. Returns 0 with the result, or LUA_ERRMEM, or another number with the message and its traceback; bytes
/// of either are valid until the next call.
static inline int clua_run(lua_State *state, const clua_call *call, clua_value *result) {
    lua_settop(state, CLUA_RESPONSE);
    lua_pushvalue(state, CLUA_ENTER);
    lua_pushlightuserdata(state, (void *)call);
    return clua_end(state, lua_pcall(state, 1, 1, CLUA_TRACE), result);
}

/// Calls a function of the registry without arguments, as clua_run does but with less ado; its second result is a number.
static inline int clua_run_function(lua_State *state, int function, clua_value *result, int *number) {
    lua_settop(state, CLUA_RESPONSE);
    lua_rawgeti(state, LUA_REGISTRYINDEX, function);
    int failed = lua_pcall(state, 0, 2, CLUA_TRACE);
    if (!failed) *number = (int)lua_tointeger(state, CLUA_RESULT + 1);
    return clua_end(state, failed, result);
}

/// Shows an answer to the script's function `response`. Returns as clua_run does.
static inline int clua_show(lua_State *state, const clua_answer *answer, clua_value *result) {
    lua_settop(state, CLUA_RESPONSE);
    lua_pushvalue(state, CLUA_RESPONSE);
    lua_pushlightuserdata(state, (void *)answer);
    return clua_end(state, lua_pcall(state, 1, 0, CLUA_TRACE), result);
}

static inline int clua_keep_result(lua_State *state) {
    lua_pushvalue(state, 1);
    lua_pushinteger(state, luaL_ref(state, LUA_REGISTRYINDEX));
    return 1;
}

/// Keeps the last result, which is a function, in the registry. Returns its place, or 0 where memory is out.
static inline int clua_keep(lua_State *state) {
    lua_pushcfunction(state, clua_keep_result);
    lua_insert(state, CLUA_RESULT);
    if (lua_pcall(state, 1, 1, 0)) return 0;
    return (int)lua_tointeger(state, CLUA_RESULT);
}

typedef struct {
    clua_host host;
    void *context;
    int count;
    const char *const *names;
} clua_hosts;

static inline int clua_register_hosts(lua_State *state) {
    const clua_hosts *hosts = (const clua_hosts *)lua_touserdata(state, 1);
    lua_newtable(state);
    for (int index = 0; index < hosts->count; index++) {
        lua_pushlightuserdata(state, (void *)hosts->host);
        lua_pushlightuserdata(state, hosts->context);
        lua_pushinteger(state, index);
        lua_pushcclosure(state, clua_trampoline, 3);
        lua_setfield(state, -2, hosts->names[index]);
    }
    lua_setglobal(state, "host");
    return 0;
}

/// Makes functions of Swift's known as those of the global table `host`, each called with its place among the names.
static inline int clua_add_hosts(
    lua_State *state, clua_host host, void *context, const char *const *names, int count) {
    clua_hosts hosts = {.host = host, .context = context, .count = count, .names = names};
    return lua_cpcall(state, clua_register_hosts, &hosts);
}

#endif
