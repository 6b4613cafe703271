variable "name" {}
variable "cluster_name" {}
variable "instance_types" { default = null }
variable "capacity" {
  type     = string
  default  = "ON_DEMAND"
  nullable = false
}
variable "disk" { default = null }
variable "labels" {
  type    = map(string)
  default = null
}
variable "taints" {
  type    = any
  default = {}
}
variable "sizes" { type = tuple([number, number, number]) }
resource "aws_eks_node_group" "this" {
  node_group_name = var.name
  cluster_name    = var.cluster_name
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-a", "subnet-b"]
  instance_types  = var.instance_types
  capacity_type   = var.capacity
  disk_size       = var.disk
  labels          = var.labels
  scaling_config {
    min_size     = var.sizes[0]
    desired_size = var.sizes[1]
    max_size     = max(var.sizes...) + 1
  }
  update_config {
    max_unavailable_percentage = 33
  }
  dynamic "taint" {
    for_each = var.taints
    content {
      key    = try(taint.value.key, taint.key)
      value  = try(taint.value.value, null)
      effect = taint.value.effect
    }
  }
}
output "sizes" {
  value = [for block in aws_eks_node_group.this.scaling_config : [block.min_size, block.desired_size, block.max_size]][0]
}
