variable "clusters" { type = any }
variable "one" {
  type = map(object({ network = object({ cidr = string, mask = optional(number, 24), dns = optional(object({ on = optional(bool, true) })) }), tags = optional(map(string), { made = "inner" }) }))
}
output "all" { value = { keys = keys(var.clusters), one = var.one, types = [for c in values(var.clusters) : try(c.network.peers[1].routes[1].metric, "none")] } }
