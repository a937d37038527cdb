"""oms: schemas and object types on branches, versioned; every change goes into the outbox with it."""
