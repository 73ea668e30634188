/**
 * What is known of backups as Prometheus metrics: pushed to a Pushgateway, written to a file for
 * node_exporter, or collected through an application's own registry.
 */
@NullMarked
package digital.vya.backup.metrics;

import org.jspecify.annotations.NullMarked;
