package io.kubefed.fcp.apiserver;

/** Where objects are kept. */
enum StorageBackend {
    /** In a directory of its own. */
    embedded,
    /** In an etcd, version 3, that several API servers may share. */
    etcd3,
    /** In this process, until it ends. */
    memory
}
