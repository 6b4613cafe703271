module "label" {
  source     = "./label"
  namespace  = "eg"
  stage      = "Prod"
  name       = "app"
  attributes = ["private", "x"]
  tags       = { "BusinessUnit" = "XYZ" }
}

module "child" {
  source  = "./label"
  context = module.label.context
  name    = "db"
  label_order = ["name", "namespace"]
}

resource "aws_sns_topic" "t" {
  name = module.label.id
  tags = module.label.tags
}

resource "aws_sns_topic" "c" {
  name = module.child.id
  tags = module.child.tags
}
