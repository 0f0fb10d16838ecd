package io.kubefed.fcp.apiserver;

/** Where objects are kept. */
enum StorageBackend {
    /** In this process, until it ends. */
    memory
}
