DROP TABLE acceptance_refusals;
