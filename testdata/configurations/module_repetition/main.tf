locals {
  environments = {
    dev  = { regions = ["a"], size = 1 }
    prod = { regions = ["a", "b", "c"], size = 3 }
    test = { regions = [], size = 0 }
  }
}
module "environment" {
  source   = "./environment"
  for_each = { for name, environment in local.environments : name => environment if environment.size > 0 }
  name     = each.key
  regions  = each.value.regions
  size     = each.value.size
}
module "counted" {
  source  = "./environment"
  count   = length(local.environments) - 1
  name    = "counted-${count.index}"
  regions = slice(["x", "y", "z"], 0, count.index + 1)
  size    = count.index
}
module "never" {
  source  = "./environment"
  count   = 0
  name    = "never"
  regions = []
  size    = 0
}
resource "aws_ssm_parameter" "summary" {
  for_each = merge(module.environment["prod"].queues, { counted = module.counted[1].first })
  name     = "/summary/${each.key}"
  type     = "String"
  value    = each.value
}
resource "aws_ssm_parameter" "each_module" {
  for_each = module.environment
  name     = "/module/${each.key}"
  type     = "StringList"
  value    = join(",", sort(keys(each.value.queues)))
}
output "all" {
  value = {
    names    = [for key, environment in module.environment : environment.first]
    splat    = module.counted[*].first
    never    = module.never[*].first
    values   = values(module.environment)[*].queues
    one      = one(module.never[*].first)
    try      = try(module.never[0].first, "nothing")
    total    = sum(concat([0], module.counted[*].size))
    longest  = reverse(sort([for e in module.environment : length(e.queues)]))[0]
  }
}
