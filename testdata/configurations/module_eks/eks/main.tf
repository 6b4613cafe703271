variable "name" {}
variable "cluster_version" { type = string }
variable "addons" {
  type    = any
  default = {}
}
variable "node_defaults" {
  type    = any
  default = {}
}
variable "node_groups" {
  type    = any
  default = {}
}
variable "access" {
  type    = any
  default = {}
}
locals {
  policies = flatten([
    for key, entry in var.access : [
      for policy_key, policy in lookup(entry, "policies", {}) : merge({
        principal  = entry.principal
        entry      = key
        policy_key = policy_key
        }, { for k, v in policy : k => v if k != "scope" }, {
        scope_type = try(policy.scope.type, "cluster")
        namespaces = lookup(policy.scope, "namespaces", [])
      })
    ]
  ])
}
resource "aws_eks_cluster" "this" {
  name                      = var.name
  version                   = var.cluster_version
  role_arn                  = "arn:aws:iam::111122223333:role/eks"
  enabled_cluster_log_types = ["audit", "api"]
  vpc_config {
    subnet_ids              = ["subnet-a", "subnet-b"]
    endpoint_public_access  = false
    endpoint_private_access = true
  }
  access_config {
    authentication_mode                         = "API_AND_CONFIG_MAP"
    bootstrap_cluster_creator_admin_permissions = false
  }
  dynamic "encryption_config" {
    for_each = [{ resources = ["secrets"], provider_key_arn = "arn:aws:kms:us-east-1:111122223333:key/k" }]
    content {
      provider { key_arn = encryption_config.value.provider_key_arn }
      resources = encryption_config.value.resources
    }
  }
}
resource "aws_eks_addon" "this" {
  for_each                    = { for k, v in var.addons : k => v if !try(v.before_compute, false) }
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = try(each.value.name, each.key)
  addon_version               = try(each.value.version, null)
  configuration_values        = try(each.value.configuration_values, null)
  preserve                    = try(each.value.preserve, true)
  resolve_conflicts_on_update = try(each.value.resolve, "OVERWRITE")
  service_account_role_arn    = try(each.value.role, null)
}
module "group" {
  source   = "./group"
  for_each = { for k, v in var.node_groups : k => v if try(v.create, true) }

  name           = try(each.value.name, each.key)
  cluster_name   = aws_eks_cluster.this.name
  instance_types = try(each.value.instance_types, var.node_defaults.instance_types, null)
  capacity       = try(each.value.capacity, var.node_defaults.capacity, null)
  disk           = try(each.value.disk, var.node_defaults.disk, null)
  labels         = merge(try(var.node_defaults.labels, {}), try(each.value.labels, {}))
  taints         = try(each.value.taints, var.node_defaults.taints, {})
  sizes          = [try(each.value.min, 1), try(each.value.desired, 1), try(each.value.max, 3)]
}
resource "aws_eks_access_entry" "this" {
  for_each          = var.access
  cluster_name      = aws_eks_cluster.this.name
  principal_arn     = each.value.principal
  kubernetes_groups = try(each.value.groups, null)
  type              = try(each.value.type, "STANDARD")
}
resource "aws_eks_access_policy_association" "this" {
  for_each      = { for p in local.policies : "${p.entry}_${p.policy_key}" => p }
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.value.principal
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/${each.value.policy}"
  access_scope {
    type       = each.value.scope_type
    namespaces = each.value.namespaces
  }
  depends_on = [aws_eks_access_entry.this]
}
output "group_sizes" { value = { for k, g in module.group : k => zipmap(["min", "desired", "max"], g.sizes) } }
