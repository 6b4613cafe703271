resource "aws_sns_topic" "t" {
  name = "m"
  tags = { module = path.module, root = path.root, up = dirname(path.module) }
}
