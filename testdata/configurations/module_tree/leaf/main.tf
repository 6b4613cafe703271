variable "name" { type = string }
variable "tags" {
  type    = map(string)
  default = {}
}

data "aws_region" "here" {}
data "aws_partition" "here" {}

resource "aws_sns_topic" "t" {
  name              = "leaf-${var.name}"
  kms_master_key_id = "alias/aws/sns"
  tags              = merge(var.tags, { path = path.module })
}

output "name" {
  value = aws_sns_topic.t.name
}
