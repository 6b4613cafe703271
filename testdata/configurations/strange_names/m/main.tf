variable "in" {}
resource "aws_sns_topic" "each" { name = replace(var.in, "/[^a-z]/", "-") }
output "out" { value = [var.in, aws_sns_topic.each.name, replace(path.module, "\\", "/")] }
