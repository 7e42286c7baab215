-- How far from the truth the time of an assignment may be.
ALTER TABLE route_assignments ADD COLUMN uncertainty_ms bigint NOT NULL DEFAULT 0;
UPDATE route_assignments SET uncertainty_ms = coalesce(
  (SELECT max(operations.uncertainty_ms) FROM operations WHERE operations.op_id = route_assignments.op_id), 0);
