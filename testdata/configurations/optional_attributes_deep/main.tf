variable "clusters" {
  type = map(object({
    name = optional(string)
    size = optional(number, 3)
    network = optional(object({
      cidr = optional(string, "10.0.0.0/16")
      dns = optional(object({
        servers = optional(list(string), ["10.0.0.2"])
        search  = optional(map(object({ priority = optional(number, 10), domains = optional(set(string), ["local", "corp"]) })), { default = {} })
      }), {})
      peers = optional(list(object({ id = string, routes = optional(list(object({ cidr = string, metric = optional(number, 100) })), []) })), [])
    }), {})
    flags = optional(map(bool))
    pair  = optional(tuple([string, number]), ["x", 1])
  }))
  default = {
    bare = {}
    named = {
      name    = "other"
      network = { dns = { search = { a = {}, b = { priority = "5", domains = ["z", "y", "z"] } } } }
      flags   = { on = "true", off = false }
    }
    peered = {
      size    = null
      network = { cidr = null, dns = null, peers = [{ id = "p1" }, { id = "p2", routes = [{ cidr = "0.0.0.0/0" }, { cidr = "10.0.0.0/8", metric = "7" }] }] }
    }
  }
}
variable "null_default" {
  type    = object({ a = optional(string, "fallback"), b = optional(string), c = optional(list(string), []) })
  default = null
}
variable "collapsed" {
  type    = list(object({ v = optional(any) }))
  default = [{ v = "1" }, {}, { v = "x" }]
}
module "inner" {
  source   = "./inner"
  clusters = var.clusters
  one      = { for name, cluster in var.clusters : name => { network = { cidr = cluster.network.cidr } } if cluster.name == null }
}
output "clusters" { value = var.clusters }
output "null_default" { value = try(var.null_default.a, "is null") }
output "collapsed" { value = var.collapsed }
output "inner" { value = module.inner.all }
output "sized" { value = { for name, cluster in var.clusters : name => coalesce(cluster.size, 99) } }
output "domains" { value = flatten([for cluster in values(var.clusters) : [for search in try(values(cluster.network.dns.search), []) : sort(search.domains)]]) }
resource "aws_ssm_parameter" "cluster" {
  for_each = var.clusters
  name     = coalesce(each.value.name, each.key)
  type     = "String"
  value    = jsonencode(each.value)
}
