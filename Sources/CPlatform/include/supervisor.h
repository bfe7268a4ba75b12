// A command whose processes all end with the program that started it, however that ends.
#ifndef CPLATFORM_SUPERVISOR_H
#define CPLATFORM_SUPERVISOR_H

/// Runs `command` by /bin/sh in a process group of its own, under a supervisor: a process that adopts whatever the command
/// leaves behind. Its output and errors go to the descriptor `output`.
///
/// When the command has ended, its wait status comes as an int through `channel`. When `channel` is closed, by will or
/// because the caller is gone, all processes get SIGTERM, and `grace_ms` later SIGKILL; the supervisor then exits with 0 where
/// SIGTERM was enough, and with 1 where it was not.
///
/// Returns the supervisor's process id, or -errno.
int cplatform_start_supervised(const char *command, int output, int grace_ms, int *channel);

/// A file in memory, which is gone when it is closed; to be appended to and read. -errno where there is none.
int cplatform_memory_file(void);

#endif
